--TEST--
ftp:// and ftps:// are refused: FTP is not supported
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/lab.inc';

print_warnings();
foreach (['ftp://93.184.217.22/file', 'ftps://93.184.217.22/file'] as $url) {
    var_dump(file_get_contents($url), is_file($url), opendir($url), mkdir($url), rename($url, "$url-2"));
}
var_dump(seen_at('93.184.217.22'));
?>
--EXPECT--
warning: file_get_contents(): connect() failed: Permission denied: FTP to 93.184.217.22 is not supported
warning: file_get_contents(ftp://93.184.217.22/file): Failed to open stream: operation failed
warning: is_file(): connect() failed: Permission denied: FTP to 93.184.217.22 is not supported
warning: opendir(): connect() failed: Permission denied: FTP to 93.184.217.22 is not supported
warning: opendir(ftp://93.184.217.22/file): Failed to open directory: operation failed
warning: mkdir(): connect() failed: Permission denied: FTP to 93.184.217.22 is not supported
warning: mkdir(): Unable to connect to ftp://93.184.217.22/file
warning: rename(): connect() failed: Permission denied: FTP to 93.184.217.22 is not supported
bool(false)
bool(false)
bool(false)
bool(false)
bool(false)
warning: file_get_contents(): connect() failed: Permission denied: FTP to 93.184.217.22 is not supported
warning: file_get_contents(ftps://93.184.217.22/file): Failed to open stream: operation failed
warning: is_file(): connect() failed: Permission denied: FTP to 93.184.217.22 is not supported
warning: opendir(): connect() failed: Permission denied: FTP to 93.184.217.22 is not supported
warning: opendir(ftps://93.184.217.22/file): Failed to open directory: operation failed
warning: mkdir(): connect() failed: Permission denied: FTP to 93.184.217.22 is not supported
warning: mkdir(): Unable to connect to ftps://93.184.217.22/file
warning: rename(): connect() failed: Permission denied: FTP to 93.184.217.22 is not supported
bool(false)
bool(false)
bool(false)
bool(false)
bool(false)
array(0) {
}
