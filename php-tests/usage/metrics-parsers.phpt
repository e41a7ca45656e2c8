--TEST--
aesock_metrics is what Prometheus's own parser and its Python client read; what a textfile is made of passes promtool's lint
--SKIPIF--
<?php
require __DIR__ . '/../include/lifecycle-skip.inc';
foreach (['promtool', '/usr/lib/python3/dist-packages/prometheus_client'] as $needed) {
    exec("command -v $needed || test -e $needed", $_, $status);
    if ($status) die("skip $needed is not installed");
}
?>
--FILE--
<?php
require __DIR__ . '/../include/usage.inc';

/** What one application is called: all that must be escaped, and more. */
const NAME = "a \"b\" \\c\n{d}=é";
$folder = scratch_directory();
$settings = ['aesock.usage_file' => "$folder/usage", 'aesock.usage_all' => 1, 'aesock.quota' => '"connects:5/min bytes_sent:20G/day"'];
$ini = scratch('aesock.application="' . addcslashes(NAME, '"\\') . '"');
$php = fn (string $code, array $more = []) => output([getenv('TEST_PHP_EXECUTABLE'), '-c', $ini, ...array_slice(command($more + $settings), 1), '-r', $code]);
$php('for ($i = 0; $i < 3; $i++) @fsockopen("10.0.0.5", 80);');
$metrics = $php('@fsockopen("8.8.8.8", 25); echo aesock_metrics();', ['aesock.application' => 'shop']);

// The client of Python, which is the reference of the format.
file_put_contents("$folder/read.py", <<<'PYTHON'
    import sys
    from prometheus_client.openmetrics.parser import text_string_to_metric_families
    for family in text_string_to_metric_families(sys.stdin.read()):
        for sample in family.samples:
            if sample.value:
                print(family.name, family.type, family.unit or "-", bool(family.documentation), sample.name, sorted(sample.labels.items()), "AGE" if family.unit == "seconds" else sample.value)
    PYTHON);
file_put_contents("$folder/metrics", $metrics);
$read = fn (string $command) => output(['sh', '-c', "cd $folder && $command"]);
echo str_replace(phpversion('aesock'), 'VERSION', preg_replace('/^aesock_rules_age.*\n/m', '', $read('/usr/bin/python3 read.py < metrics')));

// Prometheus's own, which wants times, and what it understood.
file_put_contents("$folder/timed", preg_replace('/^[^#].*/m', '$0 1795694430', $metrics));
$read('promtool tsdb create-blocks-from openmetrics timed blocks');
$read('mkdir blocks/wal');
$understood = explode("\n", $read('promtool tsdb dump blocks'));
echo count(preg_grep('/^\{/', $understood)) === preg_match_all('/^[^#]/m', $metrics) ? "all samples\n" : "some samples\n";
echo implode("\n", preg_grep('/reason="private"|quota_limit/', $understood)), "\n";

// What node_exporter reads.
$textfile = output([...command($settings), __DIR__ . '/../../examples/textfile.php', "$folder/textfile"]);
echo $textfile, $read('promtool check metrics < textfile');
echo implode("\n", preg_grep('/outgoing_bytes|binds/', file("$folder/textfile", FILE_IGNORE_NEW_LINES))), "\n";
echo implode(' ', preg_grep('/textfile/', scandir($folder))), "\n";
?>
--EXPECT--
aesock_denials counter - True aesock_denials_total [('application', 'a "b" \\c\n{d}=é'), ('reason', 'private')] 3
aesock_denials counter - True aesock_denials_total [('application', 'shop'), ('reason', 'port-25')] 1
aesock_quota_limit gauge - True aesock_quota_limit [('application', 'shop'), ('period', 'min'), ('quota', 'connects')] 5
aesock_quota_limit gauge - True aesock_quota_limit [('application', 'shop'), ('period', 'day'), ('quota', 'bytes_sent')] 20000000000
aesock_info gauge - True aesock_info [('mode', 'enforce'), ('version', 'VERSION')] 1
aesock_google_ranges_age_seconds gauge seconds True aesock_google_ranges_age_seconds [] AGE
all samples
{__name__="aesock_denials_total", application="a \"b\" \\c\n{d}=é", reason="private"} 3 1795694430000
{__name__="aesock_denials_total", application="shop", reason="private"} 0 1795694430000
{__name__="aesock_quota_limit", application="shop", period="day", quota="bytes_sent"} 2e+10 1795694430000
{__name__="aesock_quota_limit", application="shop", period="min", quota="connects"} 5 1795694430000
# TYPE aesock_outgoing_bytes_total counter
# HELP aesock_outgoing_bytes_total Bytes that the kernel was handed to send, those of TLS included.
aesock_outgoing_bytes_total{application="a \"b\" \\c\n{d}=é"} 0
aesock_outgoing_bytes_total{application="shop"} 0
aesock_outgoing_bytes_total{application="default"} 0
# TYPE aesock_binds_total counter
# HELP aesock_binds_total Sockets that were bound to a local address.
aesock_binds_total{application="a \"b\" \\c\n{d}=é"} 0
aesock_binds_total{application="shop"} 0
aesock_binds_total{application="default"} 0
textfile
