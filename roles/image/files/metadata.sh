# OUT EPOCH   the metadata tarball of a split image; metadata.yaml comes in the environment
set -eu
out=$1 epoch=$2
umask 022
work=$(mktemp -d "$out.XXXXXX")
trap 'rm -rf "$work"' EXIT
mkdir "$work/tree" "$work/tree/templates"
printf '%s\n' "$metadata" >"$work/tree/metadata.yaml"
echo '{{ container.name }}' >"$work/tree/templates/hostname.tpl"
find "$work/tree" -exec touch -d "@$epoch" {} +
stable_tar "$epoch" "$work/tree" --owner=0 --group=0 metadata.yaml templates >"$work/meta"
mv "$work/meta" "$out"
