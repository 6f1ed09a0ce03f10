#!/usr/bin/env bash
# Draw every page of the sample organisation's book in both themes: draw_pictures.sh PROGRAMS FOLDER
set -euo pipefail
programs=$1
folder=$2
book=build/sample.fdesk

mkdir -p build "$folder"
rm -f "$book"*
export QT_QPA_PLATFORM=offscreen FINANCEDESK_BOOK=$book
"$programs/python" -m financedesk book sample
for theme in light dark; do
    "$programs/python" -m financedesk pictures --out "$folder" --theme "$theme"
done
