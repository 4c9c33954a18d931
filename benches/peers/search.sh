#!/usr/bin/env bash
# The search index beside Pagefind's, over the same pages of the made-up site:
#   bash benches/peers/search.sh [DOCUMENTS]
# Needs npm (fetches pagefind 1.6.0 into target/peers) and GNU time. Pagefind wants about 9 GB at 10,000.
set -euo pipefail
cd "$(dirname "$0")/../.."
documents=${1:-1000}
target=${CARGO_TARGET_DIR:-$PWD/target}
version=1.6.0

fail() { echo "错误：$*" >&2; exit 1; }
command -v npm >/dev/null || fail "需要 npm。"
[ -x /usr/bin/time ] || fail "需要 GNU time（Debian：apt-get install time）。"

cargo build --release --locked --example corpus --bin gongkai
npm install --silent --no-audit --no-fund --prefix "$target/peers" "pagefind@$version"

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$target/release/examples/corpus" "$documents" "$work/site"

measure() { # name, command…
  local name=$1
  shift
  /usr/bin/time -f '%e %M' -o "$work/time" "$@" >"$work/log" 2>&1 || { cat "$work/log" >&2; fail "$name 没有跑完。"; }
  read -r seconds kilobytes <"$work/time"
  echo "$name：$seconds 秒，内存峰值 $((kilobytes / 1024)) MB"
}

measure "gongkai build（网页、全部检查、检索索引）" "$target/release/gongkai" build "$work/site" --out "$work/public"
echo "  检索索引 $(du -sk --apparent-size "$work/public/search" | cut -f1) KB，$(find "$work/public/search" -type f | wc -l) 个文件，最大的分片 $(find "$work/public/search/s" -type f -printf '%s\n' | sort -n | tail -1) 字节"

cp -r "$work/public" "$work/plain"
rm -r "$work/plain/search"
measure "pagefind $version extended（只做检索索引）" "$target/peers/node_modules/.bin/pagefind" --site "$work/plain" --force-language zh
echo "  检索索引 $(du -sk --apparent-size "$work/plain/pagefind" | cut -f1) KB，$(find "$work/plain/pagefind" -type f | wc -l) 个文件"
