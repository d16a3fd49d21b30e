#!/bin/sh
# Makes whole mails with programs that are not ours: raw-*.eml in parts/, with Debian's swaks and s-nail. Run by hand, the results are committed.
# It refuses to overwrite (delete a file to have it made anew), and nothing is sent: swaks dumps the mail, s-nail writes it into a file.
set -eu
cd "$(dirname "$0")/parts"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
from='Mette Holm <mho@aarhus.dk>'

swaks_mail() { # NAME BODYFILE SUBJECT [MORE OPTIONS]: swaks neither labels a charset nor encodes what is not ASCII
  name=$1 body=$2 subject=$3; shift 3
  [ -e "$name" ] || swaks --dump-mail --server localhost --from mho@aarhus.dk --to lige@lige.dk --h-From "$from" --h-Subject "$subject" --h-Message-Id "<$name@aarhus.dk>" --h-Date 'Wed, 07 Feb 2024 09:12:30 +0100' --body "@$body" "$@" > "$name" 2> /dev/null
}
nail_mail() { # NAME BODYFILE SUBJECT [MORE OPTIONS]
  name=$1 body=$2 subject=$3; shift 3
  [ -e "$name" ] || { LC_ALL=C.UTF-8 s-nail -n -'#' -S "mta=test://$work/out" -S from="$from" -S hostname=aarhus.dk -s "$subject" "$@" lige@lige.dk < "$body"; sed 1d "$work/out" > "$name"; rm "$work/out"; }
}

printf 'Kære Ligestillingsafdeling\n\nVores kontaktperson er Søren Bæk Østergård, sbo@aarhus.dk.\n\nVenlig hilsen\n\nMette Holm\n' > "$work/sentence"
iconv -f utf-8 -t windows-1252 "$work/sentence" > "$work/sentence.1252"
printf 'Hej\n\nVedhæftet er den udfyldte liste.\n\nMvh\nMette Holm\n' > "$work/list"
printf 'Hej\n\nKontaktpersonen fremgår af vedhæftede brev.\n\nMvh\nMette Holm\n' > "$work/letter"

swaks_mail raw-swaks-utf8.eml "$work/sentence" 'Kontaktperson'
swaks_mail raw-swaks-1252.eml "$work/sentence.1252" 'Kontaktperson'
swaks_mail raw-swaks-list.eml "$work/list" 'Kontaktliste' --attach-name Kontaktliste.xlsx --attach-type application/octet-stream --attach @list-openpyxl.xlsx
nail_mail raw-nail-sentence.eml "$work/sentence" 'Kontaktperson på Aarhus Kommune – svar'
nail_mail raw-nail-letter.eml "$work/letter" 'Kontaktperson' -a list-table.docx
nail_mail raw-nail-reply.eml "$work/list" 'Re: Kontaktliste' -a list-calc.ods -a list-scan.png
