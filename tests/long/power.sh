#!/usr/bin/env bash
# The power is cut while a large site is built: by hand or weekly, as root, on Linux.
#
#   bash tests/long/power.sh [documents] [copies]
#
# A file system on a loop device holds the published folder. During the second of two builds the
# device is copied while it is mounted; each copy is mounted as after a new start, and must hold the
# old site or the new one, whole. Right after a build it must hold what that build made.
set -euo pipefail
cd "$(dirname "$0")/../.."

documents=${1:-2000} copies=${2:-40}
target=${CARGO_TARGET_DIR:-$PWD/target}
gongkai=${GONGKAI:-$target/release/gongkai}
corpus=${CORPUS:-$target/release/examples/corpus}

skip() { echo "跳过：$*"; exit 0; }
[ "$(id -u)" = 0 ] || skip "要用 root 运行"
command -v mkfs.ext4 >/dev/null || skip "没有 mkfs.ext4"
[ -x "$gongkai" ] || cargo build --release --locked
[ -x "$corpus" ] || cargo build --release --locked --example corpus

work=$(mktemp -d)
cleanup() {
  umount "$work/again" 2>/dev/null || true
  umount "$work/disk" 2>/dev/null || true
  rm -rf "$work"
}
trap cleanup EXIT
mkdir "$work/disk" "$work/again"
# 128 KB and sixteen files a document are more than two sites need.
truncate -s $((60 + documents / 8))M "$work/image"
mkfs.ext4 -q -F -i 8192 "$work/image"
mount -o loop "$work/image" "$work/disk" 2>/dev/null || skip "没有 loop 设备"

sums() { (cd "$1" && find . -type f -print0 | sort -z | xargs -0 sha256sum | sha256sum); }

# What a copy of the device holds: old, new, or what is wrong with it.
held() {
  mount -o loop "$1" "$work/again"
  local site=$work/again/www/zfxxgk sum=none
  [ ! -d "$site" ] || sum=$(sums "$site")
  local found="broken: $(find "$work/again" -type f | wc -l) files, $(find "$work/again" -type f -empty | wc -l) of them empty"
  [ "$sum" != "$old" ] || found=old
  [ "$sum" != "$new" ] || found=new
  umount "$work/again"
  echo "$found"
}

"$corpus" "$documents" "$work/site" >/dev/null
out=$work/disk/www/zfxxgk
build() { "$gongkai" build "$work/site" --out "$out" 2>>"$work/told"; }
old=none new=none

build
cp "$work/image" "$work/copy"
old=$(sums "$out")
[ "$(held "$work/copy")" = old ] || { echo "第一次构建之后：$(held "$work/copy")"; exit 1; }

# Every page says something else.
sed -i 's/^  名称: .*/  名称: 换了名称的街道办事处/' "$work/site/site.yaml"
find "$work/site/content" -name '*.md' -print0 | xargs -0 sed -i '$a 换上新的话。'
build & building=$!
taken=0
while kill -0 "$building" 2>/dev/null && [ "$taken" -lt "$copies" ]; do
  # The program stands still while the device is copied; what the kernel writes meanwhile may tear
  # a copy, and such a one says nothing.
  kill -STOP "$building" 2>/dev/null || true
  cp "$work/image" "$work/copy.$taken"
  cmp -s "$work/image" "$work/copy.$taken" && mv "$work/copy.$taken" "$work/whole.$taken" || rm "$work/copy.$taken"
  kill -CONT "$building" 2>/dev/null || true
  sleep 0.05
  taken=$((taken + 1))
done
wait "$building"
cp "$work/image" "$work/copy"
new=$(sums "$out")
[ "$new" != "$old" ] || { echo "两次构建的结果相同，什么也没有证明"; exit 1; }
umount "$work/disk"

bad=0 seen=0
for copy in "$work"/whole.*; do
  [ -e "$copy" ] || continue
  found=$(held "$copy") seen=$((seen + 1))
  echo "构建期间的复制 ${copy##*.}：$found"
  case $found in old | new) ;; *) bad=$((bad + 1)) ;; esac
done
found=$(held "$work/copy")
echo "第二次构建之后：$found"
[ "$found" = new ] || bad=$((bad + 1))
echo "$documents 篇，构建期间复制 $taken 次，其中 $seen 次可用；坏的 $bad 次"
[ "$bad" = 0 ]
