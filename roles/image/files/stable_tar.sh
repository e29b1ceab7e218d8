# stable_tar EPOCH DIR NAME...  an archive whose bytes depend on its content alone
stable_tar() {
  stable_epoch=$1
  shift
  stable_dir=$1
  shift
  tar -C "$stable_dir" --sort=name --mtime="@$stable_epoch" --clamp-mtime --numeric-owner --xattrs --xattrs-include='*' \
    --pax-option=exthdr.name=%d/PaxHeaders/%f,delete=atime,delete=ctime --format=pax -cf - "$@"
}
