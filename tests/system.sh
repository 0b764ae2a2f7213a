#!/usr/bin/env bash
# What the tests need from the system: Python's venv, PostgreSQL's server, Chromium, fonts for its
# pictures.
# Installs what is missing where apt may; says what is missing where it may not.
set -euo pipefail

missing=()
# Debian cuts venv and ensurepip out of python3. Another Python than the system's is no matter of apt.
if [ "${PYTHON:-python3}" = python3 ] && [ ! -x "${VENV:-.venv}/bin/python" ] \
  && ! python3 -c 'import ensurepip, venv' 2>/dev/null; then
  missing+=(python3-venv)
fi
if ! ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 && ! command -v initdb >/dev/null; then
  missing+=(postgresql)
fi
if ! command -v chromium >/dev/null && ! command -v chromium-browser >/dev/null; then
  missing+=(chromium fonts-dejavu-core)
fi
[ ${#missing[@]} -eq 0 ] && exit 0

if ! command -v apt-get >/dev/null; then
  echo "Please install: ${missing[*]}" >&2
  exit 1
fi
sudo=()
[ "$(id -u)" -eq 0 ] || sudo=(sudo)
echo "installing ${missing[*]} ..."
"${sudo[@]}" apt-get update -qq
DEBIAN_FRONTEND=noninteractive "${sudo[@]}" apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
