#!/usr/bin/env bash
# A Swift 6 compiler on Debian: Debian 13's own package in a folder of its own, entered by chroot. Needs root.
#   linux.sh install ROOT                make ROOT, once; later calls return at once
#   linux.sh run ROOT PROJECT DIR COMMAND…  run a command in DIR, with PROJECT seen at the same path as outside
set -euo pipefail

# What was left out of the package is not needed to build and test: 1.5 GB instead of 2.7.
LEFT_OUT=('/usr/share/doc/*' '/usr/share/man/*' '/usr/share/locale/*' '/usr/libexec/swift/lib/liblldb*'
  '/usr/libexec/swift/lib/libsourcekitd*' '/usr/libexec/swift/lib/swift_static/*' '/usr/libexec/swift/lib/libLTO*'
  '/usr/libexec/swift/bin/lldb*' '/usr/libexec/swift/bin/clangd' '/usr/libexec/swift/bin/sourcekit-lsp'
  '/usr/libexec/swift/bin/docc' '/usr/libexec/swift/bin/lld')

install() {
  local root=$1 mirror exclude=() path
  [ -e "$root/.ready-1" ] && return 0
  # The mirror that this machine's own packages come from.
  mirror=$(apt-get indextargets --format '$(SITE)' 'Created-By: Packages' 'Origin: Debian' 'Label: Debian' | head -n 1)
  [ -n "$mirror" ] || { echo "linux.sh: apt knows no mirror of Debian: run apt-get update" >&2; exit 1; }
  for path in "${LEFT_OUT[@]}"; do exclude+=(--dpkgopt="path-exclude=$path"); done
  rm -rf --one-file-system "$root" "$root.new"
  # The compiler needs libc's headers for C modules; the package does not ask for them.
  timeout 1200 mmdebstrap --quiet --mode=root --variant=minbase --include=swiftlang,libc6-dev,libstdc++-14-dev \
    --aptopt='Apt::Install-Recommends "false"' "${exclude[@]}" trixie "$root.new" "$mirror"
  rm -f "$root.new"/etc/apt/sources.list "$root.new"/etc/apt/sources.list.d/*
  mv "$root.new" "$root"
  run "$root" / / swift --version
  touch "$root/.ready-1"
}

run() {
  local root=$1 project=$2 dir=$3
  shift 3
  # SwiftPM writes absolute paths: hence the same path inside. Without /proc the compiler does not find its own libraries.
  # What is mounted is seen by this command alone and goes with it.
  unshare --mount --propagation private bash -euc '
    root=$1 project=$2 dir=$3; shift 3
    mount -t proc proc "$root/proc"; mount --rbind /dev "$root/dev"
    if [ "$project" != / ]; then mkdir -p "$root$project"; mount --bind "$project" "$root$project"; fi
    exec chroot "$root" /usr/bin/env -i HOME=/root LANG=C.UTF-8 PATH=/usr/bin:/bin:/usr/libexec/swift/bin \
      CI="${CI:-}" BEATBOOK_SERVER="${BEATBOOK_SERVER:-}" BEATBOOK_LIBRARY="${BEATBOOK_LIBRARY:-}" bash -euc "cd \"\$0\"; exec \"\$@\"" "$dir" "$@"' \
    _ "$root" "$project" "$dir" "$@"
}

case ${1:-} in
  install) install "$2" ;;
  run) shift; run "$@" ;;
  *) sed -n 2,4p "$0"; exit 2 ;;
esac
