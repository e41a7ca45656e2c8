--TEST--
A file of counters that is not what it should be stops PHP with a sentence that names the setting, and is left as it is
--EXTENSIONS--
posix
--SKIPIF--
<?php require __DIR__ . '/../include/lifecycle-skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/usage.inc';

$folder = scratch_directory();
$good = "$folder/good";
php('', ['aesock.usage_file' => $good, 'aesock.application' => 'shop']);
$content = file_get_contents($good);
$write = function (string $name, string $content) use ($folder): void {
    file_put_contents("$folder/$name", $content);
    chmod("$folder/$name", 0600);
};
$write('empty', '');
$write('foreign', "a file of something else\n");
$write('zeros', str_repeat("\0", FILE_SIZE));
$write('short', substr($content, 0, 4096));
$write('cut', substr($content, 0, -1));
$write('long', "$content\0");
$write('header', substr_replace($content, "\xff", 16, 1));
$write('version', substr_replace($content, "\2", 8, 1));
$write('slot', substr_replace($content, pack('P', 400), HEADER, 8));
$write('name', substr_replace($content, "\xff\xff", HEADER + 8, 2));
$write('writable', $content);
chmod("$folder/writable", 0666);
mkdir("$folder/directory");
posix_mkfifo("$folder/pipe", 0600);
symlink($good, "$folder/symlink");
symlink("$folder/nothing", "$folder/dangling");
$write('linked', $content);
link("$folder/linked", "$folder/link");

$names = ['empty', 'foreign', 'zeros', 'short', 'cut', 'long', 'header', 'version', 'slot', 'name', 'writable', 'directory', 'pipe',
    'symlink', 'dangling', 'linked', 'no/directory', 'foreign/usage', 'foreign/'];
foreach ([...array_map(fn ($name) => "$folder/$name", $names), 'relative', '/dev/null'] as $file) {
    $before = @filetype($file) === 'file' ? file_get_contents($file) : null;
    $output = php('echo "PHP started\n";', ['aesock.usage_file' => $file]);
    preg_match('/^Fatal error: aesock: (aesock\.usage_file: .*) in Unknown on line 0\nexit status \d+$/m', $output, $told);
    echo str_replace($folder, '', $told[1] ?? $output), "\n";
    if ($before !== null && file_get_contents($file) !== $before || file_exists("$folder/nothing")) {
        echo "$file was changed\n";
    }
}
echo php('echo "PHP started\n";', ['aesock.usage_file' => $good]);
?>
--EXPECT--
aesock.usage_file: `/empty` is not a file of aesock's counters, and is left as it is
aesock.usage_file: `/foreign` is not a file of aesock's counters, and is left as it is
aesock.usage_file: `/zeros` is not a file of aesock's counters, and is left as it is
aesock.usage_file: `/short` is damaged: it has 4096 bytes instead of 655424; remove it to begin anew
aesock.usage_file: `/cut` is damaged: it has 655423 bytes instead of 655424; remove it to begin anew
aesock.usage_file: `/long` is damaged: it has 655425 bytes instead of 655424; remove it to begin anew
aesock.usage_file: `/header` is damaged: its header has another checksum; remove it to begin anew
aesock.usage_file: `/version` is damaged: its header has another checksum; remove it to begin anew
aesock.usage_file: `/slot` is damaged: slot 0 has no name that aesock wrote; remove it to begin anew
aesock.usage_file: `/name` is damaged: slot 0 has no name that aesock wrote; remove it to begin anew
aesock.usage_file: `/writable` can be written by others than its owner (mode 666), give it 600
aesock.usage_file: `/directory` is not a regular file
aesock.usage_file: `/pipe` is not a regular file
aesock.usage_file: `/symlink` is a symbolic link, name the file itself
aesock.usage_file: `/dangling` is a symbolic link, name the file itself
aesock.usage_file: `/linked` has 2 hard links instead of one, remove the others
aesock.usage_file: `/no/directory` cannot be made: No such file or directory (os error 2)
aesock.usage_file: `/foreign/usage` cannot be opened: Not a directory (os error 20)
aesock.usage_file: `/foreign/` cannot be opened: Not a directory (os error 20)
aesock.usage_file: `relative` is not an absolute path
aesock.usage_file: `/dev/null` is not a regular file
PHP started
