#!/bin/sh
# Makes a fresh machine ready: the packages of package-lock.json, and the programs named as arguments (redis dovecot chromium soffice pdftotext).
# It refuses to use sudo unasked and to leave a service running; when all is there it prints nothing.
set -eu
me=rundskriv
root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
cd "$root"

say() { printf '%s: %s\n' "$me" "$*" >&2; }
fail() { say "$*"; exit 3; }
found() {
  command -v "$1" >/dev/null 2>&1 && return 0
  for folder in /usr/sbin /usr/local/bin /usr/local/sbin /opt/homebrew/bin /opt/homebrew/sbin; do
    [ -x "$folder/$1" ] && return 0
  done
  return 1
}

# --- the packages -----------------------------------------------------------------------------------------------------
# npm run puts node_modules/.bin first in PATH; npm must not run on the very Node it is about to replace.
outer_path() { printf '%s' "$PATH" | tr ':' '\n' | grep -v '/node_modules/\.bin/*$' | grep -v 'node-gyp-bin$' | paste -s -d : -; }

# What npm wrote down as installed is compared with what the lockfile asks for: the same versions, nothing missing.
packages_current() {
  [ -f node_modules/.package-lock.json ] || return 1
  PATH=$(outer_path) node -e '
    const packages = (file) => JSON.parse(require("fs").readFileSync(file, "utf8")).packages;
    const have = packages("node_modules/.package-lock.json");
    for (const [place, want] of Object.entries(packages("package-lock.json"))) {
      if (place === "" || (!have[place] && (want.optional || want.devOptional))) continue;
      if (!have[place] || have[place].version !== want.version) process.exit(1);
    }' 2>/dev/null
}
node_works() { node_modules/.bin/node --version >/dev/null 2>&1; }

install_packages() {
  say 'installing the packages of package-lock.json (npm ci); the first time this takes about a minute'
  log=$(mktemp)
  if ! PATH=$(outer_path) npm ci --no-audit --no-fund --loglevel=error >"$log" 2>&1; then
    tail -n 15 "$log" >&2
    fail "npm ci failed (all it said: $log): look at the lines above, then type: cd '$root' && npm ci"
  fi
  rm -f "$log"
  node_works || fail "the Node that the program is pinned to was not installed: type: cd '$root' && npm rebuild node"
}

# --- the programs -----------------------------------------------------------------------------------------------------
missing() {
  case $1 in
    redis) ! found redis-server ;;
    dovecot) ! found dovecot || { [ -d /usr/lib/dovecot ] && [ ! -x /usr/lib/dovecot/imap ]; } ;;
    chromium) ! { found chromium || found chromium-browser || found google-chrome || [ -d /Applications/Chromium.app ] || [ -d '/Applications/Google Chrome.app' ]; } ;;
    pdftotext) ! found pdftotext ;;
    soffice) ! { found soffice || [ -d /Applications/LibreOffice.app ]; } ;;
    *) say "wrong usage: setup.sh knows redis, dovecot, chromium, soffice and pdftotext, not $1"; exit 2 ;;
  esac
}
apt_name() { case $1 in redis) echo redis-server ;; dovecot) echo dovecot-imapd ;; chromium) echo chromium ;; soffice) echo libreoffice-calc ;; pdftotext) echo poppler-utils ;; esac; }
brew_name() { case $1 in redis) echo redis ;; dovecot) echo dovecot ;; chromium) echo google-chrome ;; soffice) echo libreoffice ;; pdftotext) echo poppler ;; esac; }

# As root. Debian starts the services of what it installs: policy-rc.d (the invoke-rc.d rule) says no, and they stay disabled.
apt_install() {
  say "installing $*"
  log=$(mktemp)
  policy=/usr/sbin/policy-rc.d
  ours=no
  [ -e "$policy" ] || { printf '#!/bin/sh\nexit 101\n' >"$policy"; chmod 755 "$policy"; ours=yes; }
  trap '[ "$ours" = no ] || rm -f "$policy"' EXIT
  trap 'exit 130' INT TERM
  export DEBIAN_FRONTEND=noninteractive
  apt-get update -qq >"$log" 2>&1 || say 'apt-get update failed; trying with the lists that are here'
  if ! apt-get install -y -qq --no-install-recommends -o DPkg::Lock::Timeout=120 "$@" >>"$log" 2>&1; then
    tail -n 15 "$log" >&2
    fail "apt-get could not install $* (all it said: $log)"
  fi
  for service in redis-server dovecot; do
    case " $* " in *" $service"*)
      systemctl disable --quiet "$service" >/dev/null 2>&1 || update-rc.d "$service" disable >/dev/null 2>&1 || true ;;
    esac
  done
  rm -f "$log"
}

# Asks on the terminal; without one the answer is no.
allowed() {
  [ -t 2 ] && [ -r /dev/tty ] || return 1
  printf '%s: missing: %s. Run: %s ? [y/N] ' "$me" "$1" "$2" >&2
  IFS= read -r answer </dev/tty || return 1
  case $answer in [yYjJ]*) return 0 ;; *) return 1 ;; esac
}

install_programs() {
  names=$*
  if command -v apt-get >/dev/null 2>&1; then
    list=
    for name in $names; do list="$list $(apt_name "$name")"; done
    list=${list# }
    # shellcheck disable=SC2086 # a list of names without spaces
    if [ "$(id -u)" = 0 ]; then apt_install $list; return; fi
    command="sudo apt-get update && sudo apt-get install --no-install-recommends $list"
    command -v sudo >/dev/null 2>&1 || fail "missing: $names. As root, type: apt-get update && apt-get install --no-install-recommends $list"
    # shellcheck disable=SC2086
    if allowed "$names" "$command"; then sudo sh "$root/scripts/setup.sh" --as-root $list; return; fi
    fail "missing: $names. Type: $command"
  fi
  if command -v brew >/dev/null 2>&1; then
    list=
    for name in $names; do list="$list $(brew_name "$name")"; done
    list=${list# }
    command="brew install $list"
    # shellcheck disable=SC2086
    if allowed "$names" "$command"; then brew install --quiet $list; return; fi
    fail "missing: $names. Type: $command"
  fi
  fail "missing: $names. Install Redis 7 (redis-server), Dovecot 2.3 or later with IMAP, or what else is named, with this system's package manager"
}

if [ "${1:-}" = --as-root ]; then
  shift
  apt_install "$@"
  exit 0
fi

wanted=
for name in "$@"; do
  if missing "$name"; then wanted="$wanted $name"; fi
done
command -v npm >/dev/null 2>&1 || fail 'npm is missing: install Node.js with npm 10 or later (Debian: apt-get install npm; Mac: brew install node)'
if ! packages_current || ! node_works; then install_packages; fi
# shellcheck disable=SC2086
if [ -n "$wanted" ]; then install_programs $wanted; fi
for name in $wanted; do
  if missing "$name"; then fail "$name was installed but is not found: open a new terminal and try again"; fi
done
