"""Letters as OpenDocument text, which LibreOffice, OnlyOffice, WPS and Word open and save."""
