# shellcheck shell=bash
# A package source for instances that reach no mirror: packages and all they need, down to libc, to be served over http.

# apt_bare ARCHIVES WORD...  apt-get of this machine's own sources, as if nothing were installed
apt_bare() {
  local archives=$1
  shift
  apt-get -qq -y --no-install-recommends -o Dir::State::status=/dev/null -o "Dir::Cache::archives=$archives" \
    -o APT::Sandbox::User=root "$@"
}

# repository PACKAGE,...  print its directory; it is made again when this machine's sources have other versions
repository() {
  local wanted uris key out work deb began
  need_root "make a package source"
  IFS=, read -ra wanted <<<"$1"
  mkdir -p "$IMAGES"
  uris=$(apt_bare /nonexistent --print-uris install "${wanted[@]}") ||
    { apt_update && uris=$(apt_bare /nonexistent --print-uris install "${wanted[@]}"); } ||
    die "find the packages $1" "apt-get knows not all of them (its words are above)" "check the names and the package sources"
  key=$(cut -d ' ' -f 2,4 <<<"$uris" | sort | sha256sum | cut -c 1-12)
  out=$IMAGES/repository-$key
  if [ ! -e "$out/Packages" ]; then
    began=$(date +%s.%N)
    work=$(mktemp -d "$IMAGES/.build.XXXXXX")
    chmod 755 "$work"
    mkdir "$work/partial"
    apt_bare "$work/" --download-only install "${wanted[@]}" >&2 || { rm -rf "$work"
      die "download the packages $1" "apt-get failed (its words are above)" "check the package sources of this machine"; }
    rm -rf "$work/partial" "$work/lock"
    for deb in "$work"/*.deb; do
      dpkg-deb -f "$deb"
      printf 'Filename: ./%s\nSize: %s\nSHA256: %s\n\n' "${deb##*/}" "$(stat -c %s "$deb")" \
        "$(sha256sum "$deb" | cut -d ' ' -f 1)"
    done >"$work/index"
    mv "$work/index" "$work/Packages"
    rm -rf "$out"
    mv "$work" "$out"
    say "package source of $1 made ($(seconds "$began") s)"
  fi
  echo "$out"
}
