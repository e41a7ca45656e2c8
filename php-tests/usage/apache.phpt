--TEST--
In Apache virtual hosts count apart, with and without a file; a graceful restart loses nothing and keeps one mapping
--SKIPIF--
<?php require __DIR__ . '/../include/lifecycle-skip-apache.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/lifecycle-apache.inc';
require __DIR__ . '/../include/usage.inc';

const PAGE = <<<'PHP'
    <?php
    @fsockopen('10.0.0.5', 80);
    echo json_encode(aesock_usage()['denials']), "\n";
    PHP;
$file = scratch_directory() . '/usage';
foreach (['with a file' => ["aesock.usage_file=$file"], 'without' => []] as $how => $settings) {
    echo "$how:\n";
    $apache = new Apache([
        'shop.test' => ['php_admin_value aesock.application shop'],
        'blog.test' => ['php_admin_value aesock.application blog'],
        'other.test' => ["php_admin_value aesock.usage_file $file.other"],
    ], port: 8088, workers: 3, settings: $settings);
    foreach (['shop.test', 'blog.test', 'shop.test', 'shop.test', 'other.test'] as $host) {
        echo "$host ", $apache->get($host, PAGE);
    }
    for ($reloads = 0; $reloads < 3; $reloads++) {
        $apache->reload();
        echo 'reloaded: ', $apache->get('shop.test', PAGE);
    }
    echo count(shared_memory($apache->master(), filesize($file))), " mapping\n";
    unset($apache);
}
printf("mode %o, of the user who started Apache: %s\n", fileperms($file) & 07777, json_encode(fileowner($file) === fileowner('/proc/self')));
echo file_exists("$file.other") ? "another file was made\n" : '';

/** The mappings of a process that it shares with others and that have so many bytes. */
function shared_memory(int $process, int $bytes): array
{
    $pages = fn (int $bytes) => intdiv($bytes + 4095, 4096);
    return array_filter(file("/proc/$process/maps"), function (string $line) use ($bytes, $pages): bool {
        [$start, $end, $access] = sscanf($line, '%x-%x %s');
        return str_ends_with($access, 's') && $pages($end - $start) === $pages($bytes);
    });
}
?>
--EXPECT--
with a file:
shop.test {"private":1}
blog.test {"private":1}
shop.test {"private":2}
shop.test {"private":3}
other.test {"misconfigured":1}
reloaded: {"private":4}
reloaded: {"private":5}
reloaded: {"private":6}
1 mapping
without:
shop.test {"private":1}
blog.test {"private":1}
shop.test {"private":2}
shop.test {"private":3}
other.test {"misconfigured":1}
reloaded: {"private":4}
reloaded: {"private":5}
reloaded: {"private":6}
1 mapping
mode 600, of the user who started Apache: true
