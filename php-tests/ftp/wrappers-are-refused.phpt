--TEST--
ftp:// and ftps:// are refused on every port and by every function, before a packet is sent
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--INI--
allow_url_include=1
error_reporting=8191
--FILE--
<?php
require __DIR__ . '/../include/lab.inc';

print_warnings();
foreach (['ftp://93.184.217.30/hello', 'ftps://lab:lab@93.184.217.30:2121/hello', 'FTP://[2606:4700:4700::30]:7008/x?y@z'] as $url) {
    var_dump(file_get_contents($url));
}
$url = 'ftp://lab:lab@93.184.217.30:2121/hello';
tell(fopen($url, 'w'), file_put_contents($url, 'x'), copy($url, getenv('LAB_DIR') . '/never'), copy(__FILE__, $url));
tell(include $url);
tell(opendir($url));
tell(is_file($url), stat($url), filesize($url));
tell(unlink($url), rename($url, "$url-2"), mkdir($url), rmdir($url));
tell(file_get_contents("php://filter/read=string.toupper/resource=$url"), file_get_contents("compress.zlib://$url"));
tell(seen_at('93.184.217.30'), seen_at('2606:4700:4700::30'));
?>
--EXPECTF--
warning: file_get_contents(): Failed to open stream: Permission denied: FTP to 93.184.217.30 is not supported
bool(false)
warning: file_get_contents(): Failed to open stream: Permission denied: FTP to 93.184.217.30:2121 is not supported
bool(false)
warning: file_get_contents(): Failed to open stream: Permission denied: FTP to [2606:4700:4700::30]:7008 is not supported
bool(false)
warning: fopen(): Failed to open stream: Permission denied: FTP to 93.184.217.30:2121 is not supported
warning: file_put_contents(): Failed to open stream: Permission denied: FTP to 93.184.217.30:2121 is not supported
warning: copy(): Unable to connect to 93.184.217.30:2121 (Permission denied: FTP to 93.184.217.30:2121 is not supported)
warning: copy(): Failed to open stream: Permission denied: FTP to 93.184.217.30:2121 is not supported
warning: copy(): Unable to connect to 93.184.217.30:2121 (Permission denied: FTP to 93.184.217.30:2121 is not supported)
warning: copy(): Failed to open stream: Permission denied: FTP to 93.184.217.30:2121 is not supported
false false false false
warning: include(): Failed to open stream: Permission denied: FTP to 93.184.217.30:2121 is not supported
warning: include(): Failed opening 'ftp://...@93.184.217.30:2121/hello' for inclusion (include_path='%s')
false
warning: opendir(): Failed to open directory: Permission denied: FTP to 93.184.217.30:2121 is not supported
false
warning: is_file(): Unable to connect to 93.184.217.30:2121 (Permission denied: FTP to 93.184.217.30:2121 is not supported)
warning: stat(): Unable to connect to 93.184.217.30:2121 (Permission denied: FTP to 93.184.217.30:2121 is not supported)
warning: stat(): stat failed for ftp://lab:lab@93.184.217.30:2121/hello
warning: filesize(): Unable to connect to 93.184.217.30:2121 (Permission denied: FTP to 93.184.217.30:2121 is not supported)
warning: filesize(): stat failed for ftp://lab:lab@93.184.217.30:2121/hello
false false false
warning: unlink(): Unable to connect to 93.184.217.30:2121 (Permission denied: FTP to 93.184.217.30:2121 is not supported)
warning: rename(): Unable to connect to 93.184.217.30:2121 (Permission denied: FTP to 93.184.217.30:2121 is not supported)
warning: mkdir(): Unable to connect to 93.184.217.30:2121 (Permission denied: FTP to 93.184.217.30:2121 is not supported)
warning: rmdir(): Unable to connect to 93.184.217.30:2121 (Permission denied: FTP to 93.184.217.30:2121 is not supported)
false false false false
warning: file_get_contents(): Failed to open stream: operation failed
warning: file_get_contents(): Failed to open stream: operation failed
false false
[] []
