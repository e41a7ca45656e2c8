--TEST--
Scripts that take ftp:// away and restore it get the refusal back, and one of their own is theirs
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/lab.inc';

print_warnings();
class Own
{
    public $context;

    public function stream_open(string $path): bool
    {
        echo "own: $path\n";
        return false;
    }
}

$before = stream_get_wrappers();
tell(stream_wrapper_unregister('ftp'), stream_wrapper_restore('ftp'));
tell(file_get_contents('ftp://93.184.217.31/hello'));
tell(stream_wrapper_unregister('ftps'), stream_wrapper_register('ftps', Own::class), stream_wrapper_register('other', Own::class));
tell(@file_get_contents('ftps://93.184.217.31/hello'), @file_get_contents('other://93.184.217.31/hello'));
tell(stream_wrapper_restore('ftps'), file_get_contents('ftps://93.184.217.31/hello'), stream_wrapper_unregister('other'));
tell(array_diff($before, stream_get_wrappers()), stream_is_local('ftp://93.184.217.31/'));
tell(array_intersect_key(aesock_status()['hooks'], ['ftp://' => 1, 'ftps://' => 1]));
tell(seen_at('93.184.217.31'));
?>
--EXPECT--
true true
warning: file_get_contents(): Failed to open stream: Permission denied: FTP to 93.184.217.31 is not supported
false
true true true
own: ftps://93.184.217.31/hello
warning: file_get_contents(): Failed to open stream: "Own::stream_open" call failed
own: other://93.184.217.31/hello
warning: file_get_contents(): Failed to open stream: "Own::stream_open" call failed
false false
warning: file_get_contents(): Failed to open stream: Permission denied: FTP to 93.184.217.31 is not supported
true false true
[] false
{"ftp://":"enforced","ftps://":"enforced"}
[]
