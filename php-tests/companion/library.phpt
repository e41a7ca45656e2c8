--TEST--
What a library was refused is learned with the function that called it, its place in the script, the page and how often, from lines of text and of JSON alike
--SKIPIF--
<?php
if (!is_executable((string) getenv('AESOCK_COMPANION'))) die('skip needs the companion program (make companion)');
$needed = ['pgsql'];
require __DIR__ . '/../include/lifecycle-skip.inc';
?>
--FILE--
<?php
require __DIR__ . '/../include/lab.inc';
require __DIR__ . '/../include/lifecycle.inc';

const CODE = 'function dial(): void { for ($i = 0; $i < 3; $i++) { @pg_connect("host=10.76.0.9 port=5432 connect_timeout=5"); } } dial();';

foreach (['text', 'json'] as $format) {
    $log = scratch();
    $settings = ['log_errors' => 1, 'error_log' => $log, 'aesock.log' => 'denied', 'aesock.log_format' => $format];
    output([...command($settings, ['AESOCK', 'pgsql']), '-r', CODE]);
    $learned = output([getenv('AESOCK_COMPANION'), 'learn', $log]);
    preg_match('/^# 3 times.*?^allow .*?$/ms', $learned, $rule);
    echo "-- $format:\n", $rule[0] ?? $learned . file_get_contents($log), "\n";
}
tell(seen_at('10.76.0.9'));
?>
--EXPECTF--
-- text:
# 3 times%S: private, by libpq.so.5 pg_connect
#   at Command line code:1 (3)
allow tcp://10.76.0.9:5432
-- json:
# 3 times%S: private, by libpq.so.5 pg_connect
#   at Command line code:1 (3)
allow tcp://10.76.0.9:5432
[]
