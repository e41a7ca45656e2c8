"""Makes a zip of files, without their folders and with one date for all: the same files make the same zip.

Usage: zip.py ZIP FILE...
"""

import os
import sys
import time
import zipfile

date = time.gmtime(int(os.environ["SOURCE_DATE_EPOCH"]))[:6]
with zipfile.ZipFile(sys.argv[1], "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
    for path in sys.argv[2:]:
        entry = zipfile.ZipInfo(os.path.basename(path), date)
        entry.compress_type = zipfile.ZIP_DEFLATED
        entry.external_attr = 0o100644 << 16
        with open(path, "rb") as file:
            archive.writestr(entry, file.read())
