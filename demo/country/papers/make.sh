#!/bin/sh
# Makes the papers beside it with real programs: LibreOffice, poppler and OpenSSL. The demo itself only needs the files.
# It refuses real names: what is written in them is invented, and FELT1 to FELT8 in the Word file are replaced by the demo.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
office() { soffice "-env:UserInstallation=file://$work/profile" --headless "$@" >/dev/null 2>&1; }
cd "$work"

# A letter from Word with a table of two rows.
cat > kontakt.html <<'HTML'
<html><head><meta charset="utf-8"></head><body><h2>Kontaktoplysninger</h2>
<table border="1"><tr><td><b>FELT1</b></td><td><b>FELT2</b></td><td><b>FELT3</b></td><td><b>FELT4</b></td></tr>
<tr><td>FELT5</td><td>FELT6</td><td>FELT7</td><td>FELT8</td></tr></table></body></html>
HTML
office --infilter='HTML (StarWriter)' --convert-to 'docx:MS Word 2007 XML' kontakt.html
cp kontakt.docx "$here/table.docx"

# The same filled in, on paper: locked with a password, and through a scanner.
sed -e 's/FELT1/Kommune/; s/FELT2/Navn/; s/FELT3/Mail/; s/FELT4/Telefon/; s/FELT5/Vores kommune/; s/FELT6/Else Prøve/; s/FELT7/else@example.dk/; s/FELT8/12 34 56 78/' kontakt.html > udfyldt.html
office --infilter='HTML (StarWriter)' --convert-to 'pdf:writer_pdf_Export:{"EncryptFile":{"type":"boolean","value":"true"},"DocumentOpenPassword":{"type":"string","value":"hemmeligt"}}' udfyldt.html
cp udfyldt.pdf "$here/locked.pdf"
office --infilter='HTML (StarWriter)' --convert-to pdf:writer_pdf_Export udfyldt.html
pdftoppm -r 80 -jpeg -jpegopt quality=40 -gray -singlefile udfyldt.pdf side
echo '<html><body><img src="side.jpg" width="640"></body></html>' > side.html
office --infilter='HTML (StarWriter)' --convert-to pdf:writer_pdf_Export side.html
cp side.pdf "$here/scan.pdf"
pdftoppm -r 80 -jpeg -jpegopt quality=40 -singlefile -H 300 udfyldt.pdf "$here/photo"

# LibreOffice has no option for a workbook with a password: a Basic macro stores it.
printf 'Kommune;Navn;Mail\nVores kommune;Else Prøve;else@example.dk\n' > liste.csv
office --infilter=CSV:59,34,76 --convert-to ods liste.csv
basic="$work/profile/user/basic/Standard"
mkdir -p "$basic"
head='<?xml version="1.0" encoding="UTF-8"?>'
type='<!DOCTYPE library:library PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "library.dtd">'
library='xmlns:library="http://openoffice.org/2000/library" library:name="Standard" library:readonly="false" library:passwordprotected="false"'
echo "$head$type<library:library $library><library:element library:name=\"StoreLocked\"/></library:library>" > "$basic/script.xlb"
echo "$head$type<library:library $library/>" > "$basic/dialog.xlb"
cat > "$basic/StoreLocked.xba" <<'BASIC'
<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE script:module PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "module.dtd">
<script:module xmlns:script="http://openoffice.org/2000/script" script:name="StoreLocked" script:language="StarBasic">
Sub StoreLocked(source, target)
  Dim none(0) As New com.sun.star.beans.PropertyValue
  none(0).Name = "Hidden" : none(0).Value = True
  doc = StarDesktop.loadComponentFromURL(source, "_blank", 0, none())
  Dim how(1) As New com.sun.star.beans.PropertyValue
  how(0).Name = "FilterName" : how(0).Value = "MS Excel 97"
  how(1).Name = "Password" : how(1).Value = "hemmeligt"
  doc.storeToURL(target, how())
  doc.close(True)
End Sub
</script:module>
BASIC
office "macro:///Standard.StoreLocked.StoreLocked(\"file://$work/liste.ods\",\"file://$work/liste.xls\")"
cp liste.xls "$here/locked.xls"

# A mail that only the holder of a key can read (RFC 8551).
printf 'Content-Type: text/plain; charset=utf-8\r\n\r\nKontaktpersonen er Else Prøve, else@example.dk.\r\n' > inner
openssl req -x509 -newkey rsa:2048 -nodes -days 3650 -subj '/CN=Else' -keyout key.pem -out cert.pem 2>/dev/null
openssl cms -encrypt -binary -aes-256-cbc -in inner -outform DER -out "$here/encrypted.p7m" cert.pem
