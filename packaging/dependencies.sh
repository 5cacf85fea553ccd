#!/usr/bin/env bash
# Installs what Cartwright needs on Debian 12. Sourced by the other scripts; quick where all is there already.
#   install_dependencies core|desktop|tests ...
set -euo pipefail

core_packages=(
  g++ cmake ninja-build ccache mold pkg-config
  qt6-base-dev libqt6sql6-sqlite libqt6sql6-psql libsqlite3-dev
  libavformat-dev libavcodec-dev libavutil-dev libswscale-dev libyuv-dev
  libopencv-core-dev libopencv-imgproc-dev libopencv-video-dev libopencv-objdetect-dev libopencv-ml-dev libopencv-dnn-dev opencv-data
  libopencv-contrib-dev libzxing-dev
  libturbojpeg0-dev libcurl4-openssl-dev libarchive-dev libexpected-dev libseccomp-dev libsodium-dev libpq-dev
)
desktop_packages=(
  qt6-charts-dev qt6-declarative-dev qt6-tools-dev qt6-tools-dev-tools qt6-l10n-tools libgl1-mesa-dev
  libqt6svg6 fonts-dejavu-core
)
tests_packages=(ffmpeg xvfb xauth postgresql-15 nginx-light openssl)

install_dependencies() {
  local wanted=() missing=() package group
  for group in "$@"; do
    local -n list="${group}_packages"
    wanted+=("${list[@]}")
  done
  for package in "${wanted[@]}"; do
    [ "$(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null)" = installed ] || missing+=("$package")
  done
  [ ${#missing[@]} -eq 0 ] && return 0
  local as_root=()
  if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null || { echo "These packages are missing: ${missing[*]}. Install them as root, then run this again." >&2; return 1; }
    as_root=(sudo)
  fi
  echo "Installing: ${missing[*]}" >&2
  "${as_root[@]}" apt-get update -qq
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
}
