--TEST--
The shipped rules deny what is public and belongs to the cloud that a server runs in, and not its neighbours; metadata addresses are refused without them
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/lab.inc';

const ADDRESSES = [
    '168.63.129.15', '168.63.129.16', '168.63.129.17',
    '161.25.255.255', '161.26.0.0', '161.26.0.10', '161.26.255.255', '161.27.0.0',
    '166.7.255.255', '166.8.0.0', '166.11.255.255', '166.12.0.0',
    '199.36.153.3', '199.36.153.4', '199.36.153.11', '199.36.153.12',
    '2600:2d00:2:fff:ffff::1', '2600:2d00:2:1000::', '2600:2d00:2:10ff::1', '2600:2d00:2:1100::',
    '2600:2d00:2:1fff::1', '2600:2d00:2:2000::', '2600:2d00:2:20ff::1', '2600:2d00:2:2100::',
    '169.254.169.254', '100.100.100.200', 'fd00:ec2::254',
];
$rules = realpath(__DIR__ . '/../../data/clouds.rules');
$code = 'foreach (' . var_export(ADDRESSES, true) . ' as $address) echo $address, " ", aesock_check($address, 80)["reason"], "\n";';
$without = explode("\n", trim(run_php($code)));
$with = explode("\n", trim(run_php($code, settings: ['aesock.rules' => $rules])));
foreach ($without as $index => $line) {
    echo $line, $line === $with[$index] ? '' : ' -> ' . explode(' ', $with[$index])[1], "\n";
}
echo run_php('echo aesock_status()["rules"], " rules\n"; @fsockopen("168.63.129.16", 80, $errno, $error, 1); echo "$errno $error\n";', settings: ['aesock.rules' => $rules]);
tell(seen_at('168.63.129.16'));
?>
--EXPECT--
168.63.129.15 public
168.63.129.16 public -> denied
168.63.129.17 public
161.25.255.255 public
161.26.0.0 public -> denied
161.26.0.10 public -> denied
161.26.255.255 public -> denied
161.27.0.0 public
166.7.255.255 public
166.8.0.0 public -> denied
166.11.255.255 public -> denied
166.12.0.0 public
199.36.153.3 public
199.36.153.4 public -> denied
199.36.153.11 public -> denied
199.36.153.12 public
2600:2d00:2:fff:ffff::1 public
2600:2d00:2:1000:: public -> denied
2600:2d00:2:10ff::1 public -> denied
2600:2d00:2:1100:: public
2600:2d00:2:1fff::1 public
2600:2d00:2:2000:: public -> denied
2600:2d00:2:20ff::1 public -> denied
2600:2d00:2:2100:: public
169.254.169.254 link-local
100.100.100.200 reserved
fd00:ec2::254 private
7 rules
13 Permission denied: 168.63.129.16 is denied by a rule (`168.63.129.16`)
[]
