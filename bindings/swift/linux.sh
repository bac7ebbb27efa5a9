#!/usr/bin/env bash
# A Swift 6 compiler on Debian: Debian 13's own package in a folder of its own, entered by chroot. Needs root.
#   linux.sh install ROOT                        makes ROOT, once; later calls return at once
#   linux.sh run ROOT PROJECT TARGET DIR COMMAND…  runs a command in DIR; PROJECT and TARGET are seen at their own paths
set -euo pipefail

# Left out of the package: what is not needed to build and test. 1.5 GB instead of 2.7.
LEFT_OUT=('/usr/share/doc/*' '/usr/share/man/*' '/usr/share/locale/*' '/usr/libexec/swift/lib/liblldb*'
  '/usr/libexec/swift/lib/libsourcekitd*' '/usr/libexec/swift/lib/swift_static/*' '/usr/libexec/swift/lib/libLTO*'
  '/usr/libexec/swift/bin/lldb*' '/usr/libexec/swift/bin/clangd' '/usr/libexec/swift/bin/sourcekit-lsp'
  '/usr/libexec/swift/bin/lld')

install() {
  local root=$1 mirror exclude=() path
  [ -e "$root/.ready-2" ] && return 0
  # The mirror that this machine's own packages come from.
  mirror=$(apt-get indextargets --format '$(SITE)' 'Created-By: Packages' 'Origin: Debian' 'Label: Debian' | sort -u | head -n 1)
  [ -n "$mirror" ] || { echo "linux.sh: apt knows no mirror of Debian: run apt-get update" >&2; exit 1; }
  for path in "${LEFT_OUT[@]}"; do exclude+=(--dpkgopt="path-exclude=$path"); done
  rm -rf --one-file-system "$root" "$root.new"
  mkdir -p "$(dirname "$root")"
  # The compiler needs libc's headers for C modules; its package does not ask for them.
  timeout 1200 mmdebstrap --quiet --mode=root --variant=minbase --include=swiftlang,libc6-dev,libstdc++-14-dev \
    --aptopt='Apt::Install-Recommends "false"' "${exclude[@]}" trixie "$root.new" "$mirror"
  rm -f "$root.new"/etc/apt/sources.list "$root.new"/etc/apt/sources.list.d/*
  mv "$root.new" "$root"
  run "$root" / / / swift --version
  touch "$root/.ready-2"
}

run() {
  # What is mounted is seen by this command alone and goes with it. SwiftPM writes absolute paths: hence the same ones inside.
  # Without /proc the compiler does not find its own libraries.
  unshare --mount --propagation private bash -euc '
    root=$1 project=$2 target=$3 dir=$4; shift 4
    mount -t proc proc "$root/proc"; mount --rbind /dev "$root/dev"
    see() { mkdir -p "$root$1"; mount --bind "$1" "$root$1"; }
    if [ "$project" != / ]; then see "$project"; fi
    case "$target/" in "$project"/*) ;; /*) if [ "$target" != / ]; then see "$target"; fi ;; esac
    exec chroot "$root" /usr/bin/env -i HOME=/root LANG=C.UTF-8 PATH=/usr/bin:/bin:/usr/libexec/swift/bin CI="${CI:-}" \
      BEATBOOK_SERVER="${BEATBOOK_SERVER:-}" BEATBOOK_LIBRARY="${BEATBOOK_LIBRARY:-}" \
      bash -euc "cd \"\$0\"; exec \"\$@\"" "$dir" "$@"' _ "$@"
}

case ${1:-} in
  install) install "$2" ;;
  run) shift; run "$@" ;;
  *) sed -n 2,4p "$0"; exit 2 ;;
esac
