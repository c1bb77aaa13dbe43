"""Untrusted bytes in, safe bytes out: the only reader of YAML, CSV, XLSX, ZIP and XML, and the only writer."""
