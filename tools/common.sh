# shellcheck shell=bash
# What the tools share. WORD is what a tool calls itself in its messages.
# shellcheck source-path=SCRIPTDIR/..
ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
. "$ROOT/lab/lib.sh"
