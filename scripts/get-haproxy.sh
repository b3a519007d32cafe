#!/usr/bin/env bash
# Real HAProxy binaries for the tests: unpacked from Debian's packages into a folder, nothing installed, no root needed.
#
#   scripts/get-haproxy.sh [FOLDER] [BRANCH…]     default: .cache/haproxy 2.6 3.0 3.2 3.4
#
# FOLDER/haproxy-X.Y starts FOLDER/X.Y/haproxy with the libraries beside it. The mirror is the one this machine's apt uses,
# with a state of its own. Suites move on: each branch is looked for in all of them, and one that is nowhere is told of.
set -euo pipefail

folder=${1:-"$(dirname "$0")/../.cache/haproxy"}
shift || true
branches=("$@")
[ ${#branches[@]} -gt 0 ] || branches=(2.6 3.0 3.2 3.4)
suites=(bookworm trixie forky sid experimental)

for tool in apt-get apt-cache dpkg-deb; do
  command -v "$tool" >/dev/null || { echo "$tool is missing: this script needs Debian" >&2; exit 2; }
done
mkdir -p "$folder"
folder=$(cd "$folder" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

runs() { [[ "$("$folder/haproxy-$1" -v 2>/dev/null)" == *" version $1."* ]]; }

# Addresses that this machine's own sources would fetch; nothing is fetched to learn them.
mkdir -p "$work/none/partial"
addresses=$(apt-get -o Dir::State::lists="$work/none" update --print-uris 2>/dev/null | sed -n "s#^'\(.*\)/dists/.*#\1#p" | sort -u)
main=$(grep -v security <<<"$addresses" | head -n 1 || true)
security=$(grep security <<<"$addresses" | head -n 1 || true)
[ -n "$main" ] || { echo "apt's sources on this machine name no mirror" >&2; exit 2; }

# in_suite SUITE TOOL …: apt-get or apt-cache that sees this suite alone.
in_suite() {
  local at="$work/$1" tool=$2
  shift 2
  "$tool" -qq -o Dir::Etc::sourcelist="$at/list" -o Dir::Etc::sourceparts=/dev/null -o Dir::Etc::preferencesparts=/dev/null \
    -o Dir::State="$at/state" -o Dir::State::status=/dev/null -o Dir::Cache="$at/cache" -o APT::Sandbox::User= \
    -o Acquire::Languages=none -o Acquire::Retries=3 "$@"
}

open_suite() {
  local suite=$1 at="$work/$1" key="" line
  [ ! -e "$at/known" ] || return 0
  [ ! -r /usr/share/keyrings/debian-archive-keyring.gpg ] || key="[signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] "
  mkdir -p "$at/state/lists/partial" "$at/cache/archives/partial"
  {
    echo "deb $key$main $suite main"
    case $suite in
      bookworm | trixie) [ -z "$security" ] || echo "deb $key$security $suite-security main" ;;
      experimental) echo "deb $key$main sid main" ;;
    esac
  } >"$at/list"
  in_suite "$suite" apt-get update >"$at/log" 2>&1 && touch "$at/known"
}

# unpack SUITE PACKAGE-VERSION BRANCH: the binary, its loader, and the libraries that the loader asks for.
unpack() {
  local suite=$1 version=$2 branch=$3 at="$work/$1-$3" packages loader places library
  mkdir -p "$at/deb" "$at/root" "$at/out/lib"
  mapfile -t packages < <(in_suite "$suite" apt-get -s --no-install-recommends install "haproxy=$version" \
    | sed -n 's/^Inst \(haproxy\|zlib1g\|lib[^ ]*\) (\([^ ]*\) .*/\1=\2/p')
  (cd "$at/deb" && in_suite "$suite" apt-get download "${packages[@]}") || return 1
  for library in "$at"/deb/*.deb; do dpkg-deb -x "$library" "$at/root"; done
  loader=$(find "$at/root" \( -name 'ld-linux*.so.*' -o -name 'ld64.so.*' \) | sort | head -n 1)
  [ -n "$loader" ] || return 1
  cp "$at/root/usr/sbin/haproxy" "$at/out/" && cp -L "$loader" "$at/out/lib/"
  loader=${loader##*/}
  places=$(find "$at/root" -name 'lib*.so*' -printf '%h\n' | sort -u | paste -sd:)
  while read -r library; do
    [ "${library##*/}" = "$loader" ] || cp -L "$library" "$at/out/lib/"
  done < <("$at/out/lib/$loader" --library-path "$places" --list "$at/out/haproxy" | sed -n 's#.* => \(/[^ ]*\) (.*#\1#p')
  rm -rf "${folder:?}/$branch"
  mv "$at/out" "$folder/$branch"
  cat >"$folder/haproxy-$branch" <<LAUNCHER
#!/bin/sh
here=\$(dirname -- "\$(readlink -f -- "\$0")")/$branch
exec "\$here/lib/$loader" --library-path "\$here/lib" "\$here/haproxy" "\$@"
LAUNCHER
  chmod +x "$folder/haproxy-$branch"
  runs "$branch"
}

fetch() {
  local branch=$1 suite version
  for suite in "${suites[@]}"; do
    open_suite "$suite" || continue
    version=$(in_suite "$suite" apt-cache madison haproxy | awk -F'|' -v branch="$branch." '{ gsub(/ /, "", $2) } index($2, branch) == 1 { print $2; exit }')
    [ -n "$version" ] || continue
    echo "$branch: $version from $suite" >&2
    if unpack "$suite" "$version" "$branch"; then return 0; fi
  done
  return 1
}

missing=0
for branch in "${branches[@]}"; do
  if runs "$branch" || fetch "$branch"; then
    "$folder/haproxy-$branch" -v | head -n 1
  else
    echo "$branch: no suite has it now" >&2
    missing=1
  fi
done
exit $missing
