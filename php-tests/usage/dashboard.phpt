--TEST--
The dashboard of the examples is JSON, and shows every family of metrics and no other
--SKIPIF--
<?php require __DIR__ . '/../include/lifecycle-skip.inc'; ?>
--INI--
aesock.quota=connects:5/min
--FILE--
<?php
$dashboard = json_decode(file_get_contents(__DIR__ . '/../../examples/grafana-dashboard.json'), true, flags: JSON_THROW_ON_ERROR);
$expressions = array_merge(...array_map(fn ($panel) => array_column($panel['targets'], 'expr'), $dashboard['panels']));
$expressions[] = $dashboard['templating']['list'][1]['query']['query'];
preg_match_all('/\baesock_\w+/', implode(' ', $expressions), $shown);
preg_match_all('/^(aesock_\w+)(?:\{(.*)\})? \d/m', aesock_metrics(), $samples);
[$shown, $there] = [array_unique($shown[0]), array_unique($samples[1])];
echo implode(' ', array_diff($shown, $there)), "\n", implode(' ', array_diff($there, $shown)), "\n", count($there), "\n";

// Labels too.
preg_match_all('/by \(([\w, ]+)\)|\{\{(\w+)\}\}/', json_encode($dashboard['panels']), $used);
preg_match_all('/(\w+)="/', implode(' ', $samples[2]), $labels);
$used = array_filter(preg_split('/\W+/', implode(' ', [...$used[1], ...$used[2]])));
echo implode(' ', array_diff($used, $labels[1])), "\n";
?>
--EXPECT--


21

