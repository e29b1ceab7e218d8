# Copyright (c) 2026, the lxcri.containers authors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What runs inside an instance at the beginning of a module: what its Python compiles is kept for the next one.

A module comes as an archive of sources, and Python compiles sources in archives anew each time, which is most of what a small
module takes.  The code is kept in the memory of the instance, for its user alone, by the hash of its source with which CPython
validates its own files.  Also, each source is looked at once, where Python does so twice, and what was imported before the module's
own code is left out when Python looks for garbage, above all at its end.  Whatever is not as expected, the module runs as ever.
"""

from __future__ import annotations


def look_once():
    import gc
    import zipimport

    freeze, looked_up, found, usual = gc.freeze, zipimport._get_module_code, {}, [gc.get_threshold()]
    gc.set_threshold(20000)

    def once(importer, name):
        place = importer.archive, importer.prefix, name
        if place not in found:
            # From its own code on, a module may make what has to be ended in order.
            if usual and ".modules." in name:
                gc.set_threshold(*usual.pop())
                freeze()
            found[place] = looked_up(importer, name)
        return found[place]

    zipimport._get_module_code = once


def keep_compiled():
    import _imp
    import marshal
    import os
    import stat
    import sys
    import zipimport

    compiled, memory = zipimport._compile_source, "/dev/shm"
    # Where it is no file system of its own it is a part of /dev, which is small and not to be filled.
    if os.lstat(memory).st_dev == os.lstat(os.path.dirname(memory)).st_dev:
        return
    place = "{0}/lxcri-{1}-{2}-{3:x}/".format(memory, os.geteuid(), sys.implementation.cache_tag, sys.hexversion)
    try:
        os.mkdir(place, 0o700)
    except OSError:
        pass
    found = os.lstat(place[:-1])
    # Somebody else may have made it first, and then nothing in it is believed.
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.geteuid() or stat.S_IMODE(found.st_mode) != 0o700:
        return

    def kept(path, source, *more):
        name = "{0}{1}-{2}".format(place, len(source), _imp.source_hash(sys.hexversion, source).hex())
        try:
            with open(name, "rb") as file:
                code = marshal.loads(file.read())
            _imp._fix_co_filename(code, path)
            return code
        except (OSError, ValueError, EOFError, TypeError):
            pass
        code = compiled(path, source, *more)
        aside = "{0}.{1}".format(name, os.getpid())
        try:
            if len(os.listdir(place)) < 1000:
                with open(aside, "xb") as file:
                    file.write(marshal.dumps(code))
                os.rename(aside, name)
        except OSError:
            try:
                os.unlink(aside)
            except OSError:
                pass
        return code

    zipimport._compile_source = kept


for begin in look_once, keep_compiled:
    try:
        begin()
    except (ImportError, AttributeError, OSError):
        pass
