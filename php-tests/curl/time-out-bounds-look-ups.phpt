--TEST--
A look-up for a name of a rule takes a transfer no longer than its own time-out, also where that was set as text, or for the handle that it is a copy of
--EXTENSIONS--
curl
--CONFLICTS--
all
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--INI--
aesock.deny="late-1.scripted.test late-2.scripted.test late-3.scripted.test late-4.scripted.test"
--FILE--
<?php
require __DIR__ . '/../include/curl.inc';

rewrite('resolv.conf', "nameserver 8.8.4.4\n");
$late = fn (int $n) => ["late-$n.scripted.test", 'A=93.184.219.' . $n, '60', '4000'];
script_answers($late(1), $late(2), $late(3), $late(4));
$short = [CURLOPT_RETURNTRANSFER => true, CURLOPT_PROXY => '', CURLOPT_CONNECTTIMEOUT_MS => 600];
$handles = [
    'an array' => function () use ($short) {
        curl_setopt_array($handle = curl_init('http://93.184.217.65/'), $short);
        return $handle;
    },
    'a copy, of text' => function () use ($short) {
        curl_setopt_array($handle = curl_init('http://93.184.217.65/'), [CURLOPT_CONNECTTIMEOUT_MS => 0, CURLOPT_TIMEOUT => '1'] + $short);
        return curl_copy_handle($handle);
    },
];
foreach ($handles as $name => $make) {
    $handle = $make();
    $begun = hrtime(true);
    $ended = ending($handle, curl_exec($handle));
    $seconds = (hrtime(true) - $begun) / 1e9;
    echo "$name: ", $seconds < 3 ? 'in time' : "after $seconds s", ": $ended\n";
}
?>
--EXPECTF--
an array: in time: 7 Failed to connect to 93.184.217.65 port 80: Couldn't connect to server (Permission denied: cannot decide on 93.184.217.65: nobody answers for late-%d.scripted.test, which a rule denies)
a copy, of text: in time: 7 Failed to connect to 93.184.217.65 port 80: Couldn't connect to server (Permission denied: cannot decide on 93.184.217.65: nobody answers for late-%d.scripted.test, which a rule denies)
