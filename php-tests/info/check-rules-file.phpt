--TEST--
Where rules are in a file, the remedy is the line for that file
--SKIPIF--
<?php require __DIR__ . '/../include/lifecycle-skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/lifecycle.inc';

$code = 'foreach (["10.0.0.5:80", "10.8.0.25:25", "93.184.216.34:443", "10.8.0.9:6379", "unix:/run/docker.sock"] as $target) echo aesock_check($target)["remedy"], "\n";';
$file = scratch("\u{feff}allow 10.8.0.9:6379\n", '.rules');
foreach (['', $file] as $rules) {
    echo str_replace($file, 'FILE', php($code, ['aesock.rules' => $rules]));
}
?>
--EXPECT--
To allow it, add `tcp://10.0.0.5:80` to `aesock.allow`.
Send mail by authenticated submission on port 587 or 465, or add `tcp://10.8.0.25:25` to `aesock.allow`.
To refuse it, add `tcp://93.184.216.34:443` to `aesock.deny`.
To allow it, add `tcp://10.8.0.9:6379` to `aesock.allow`.
To allow it, add `unix:/run/docker.sock` to `aesock.allow`.
To allow it, add the line `allow tcp://10.0.0.5:80` to `FILE`.
Send mail by authenticated submission on port 587 or 465, or add the line `allow tcp://10.8.0.25:25` to `FILE`.
To refuse it, add the line `deny tcp://93.184.216.34:443` to `FILE`.
To refuse it, take the rule away, or name it in `aesock.deny`, which comes first.
To allow it, add the line `allow unix:/run/docker.sock` to `FILE`.
