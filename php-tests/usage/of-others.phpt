--TEST--
A script sees the counters of other applications with aesock.usage_all=1 alone, and looking at one makes none
--SKIPIF--
<?php require __DIR__ . '/../include/lifecycle-skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/usage.inc';

$file = scratch_directory() . '/usage';
$settings = fn (string $application) => ['aesock.usage_file' => $file, 'aesock.application' => $application];
php('@fsockopen("10.0.0.5", 80);', $settings('shop'));

const LOOK = <<<'PHP'
    set_error_handler(function ($level, $message) { echo "$message\n"; return true; });
    foreach (['shop', 'nobody', "a\nb"] as $name) {
        $usage = aesock_usage($name);
        echo json_encode($name), ': ', $usage ? json_encode($usage['denials']) . ' ' . count($usage) : 'nothing', "\n";
    }
    preg_match_all('/^aesock_creates_total\{application="(.*)"\}/m', aesock_metrics(), $applications);
    echo 'metrics of ', implode(' ', $applications[1]), "\n";
    PHP;
echo php(LOOK, $settings('blog'));
echo php(LOOK, ['aesock.usage_all' => 1] + $settings('blog'));
?>
--EXPECT--
aesock_usage(): `shop` is another application, and aesock.usage_all is not set
"shop": nothing
aesock_usage(): `nobody` is another application, and aesock.usage_all is not set
"nobody": nothing
aesock_usage(): `a\x0ab` is another application, and aesock.usage_all is not set
"a\nb": nothing
metrics of blog
"shop": {"private":1} 14
"nobody": [] 14
"a\nb": [] 14
metrics of shop blog
