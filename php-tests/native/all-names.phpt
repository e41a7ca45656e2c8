--TEST--
With aesock.native=all a rule for subdomains opens nothing to a program that resolves by itself, until PHP itself looked the name up; a deny rule for subdomains closes nothing to it before that; an exact name holds for both at once
--SKIPIF--
<?php require __DIR__ . '/../include/filter.skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/filter.inc';

const CODE = <<<'PHP'
    $try = function (string $when, string $host): void {
        $program = "import socket; socket.create_connection((\"$host\", 80), 5); print(\"connected\")";
        echo "$when: ", preg_replace('/^.*\] /', '', exec("python3 -c '$program' 2>&1")), "\n";
    };
    $host = getenv('HOST');
    $try('before', $host);
    gethostbyname($host);
    $try('after', $host);
    PHP;
$log = scratch();
$cases = [
    'a pattern allows' => ['allow', '*.example.com', 'api.example.com'],
    'a name allows' => ['allow', 'api.example.com', 'api.example.com'],
    'a pattern denies' => ['deny', '*.tracker.example.net', 'ads.tracker.example.net'],
    'a name denies' => ['deny', 'ads.tracker.example.net', 'ads.tracker.example.net'],
];
foreach ($cases as $case => [$setting, $rule, $host]) {
    file_put_contents($log, '');
    $default = $setting === 'allow' ? ['aesock.default' => 'deny'] : [];
    echo "-- $case\n", php(CODE, ["aesock.$setting" => $rule, 'aesock.native' => 'all', 'aesock.log' => 'denied', 'error_log' => $log] + $default, ['HOST' => $host]);
    echo preg_replace(['/^\[.*?\] /m', '/ at=\S+/', '/via=program:python3\S*/'], ['', '', 'via=program:python3'], file_get_contents($log));
}
?>
--EXPECT--
-- a pattern allows
before: Permission denied
after: connected
aesock deny tcp://93.184.216.40:80 reason=unlisted rule=- app=default via=program:python3
-- a name allows
before: connected
after: connected
-- a pattern denies
before: connected
after: Permission denied
aesock deny tcp://93.184.216.42:80 reason=denied rule=*.tracker.example.net app=default via=program:python3
-- a name denies
before: Permission denied
after: Permission denied
aesock deny tcp://93.184.216.42:80 reason=denied rule=ads.tracker.example.net app=default via=program:python3
aesock deny tcp://93.184.216.42:80 reason=denied rule=ads.tracker.example.net app=default via=program:python3 repeated=1
