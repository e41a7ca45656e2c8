--TEST--
A file in Google's schema takes the place of the built-in list; a second one is taken from it
--SKIPIF--
<?php require __DIR__ . '/../include/lifecycle-skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/lifecycle.inc';

$goog = scratch(<<<'JSON'
    {
      "syncToken": "1", "creationTime": "2031-05-06T07:08:09.000000",
      "prefixes": [{"ipv4Prefix": "45.79.0.0/16"}, {"ipv6Prefix": "2a01:4f8:c0c::/48"}]
    }
    JSON);
$cloud = scratch(<<<'JSON'
    {
      "creationTime": "2031-05-06T08:00:00.000000",
      "prefixes": [{"ipv4Prefix": "45.79.128.0/17", "service": "Google Cloud", "scope": "us-east1"}]
    }
    JSON);
const CODE = <<<'PHP'
    echo aesock_status()['google_ranges'], "\n";
    foreach (['45.78.255.255', '45.79.0.0', '45.79.127.255', '45.79.128.0', '2a01:4f8:c0c:f::1', '142.250.102.108'] as $address) {
        echo '  ', $address, ' ', aesock_check($address, 80)['reason'], "\n";
    }
    PHP;
foreach (['', $goog, "$goog:$cloud"] as $files) {
    $date = php(CODE, ['aesock.google_ranges' => $files]);
    echo $files === '' ? preg_replace('/^\d{4}-\d\d-\d\d$/m', '(a date)', $date) : $date;
}
?>
--EXPECT--
(a date)
  45.78.255.255 public
  45.79.0.0 public
  45.79.127.255 public
  45.79.128.0 public
  2a01:4f8:c0c:f::1 public
  142.250.102.108 google
2031-05-06T07:08:09.000000
  45.78.255.255 public
  45.79.0.0 google
  45.79.127.255 google
  45.79.128.0 google
  2a01:4f8:c0c:f::1 google
  142.250.102.108 public
2031-05-06T07:08:09.000000
  45.78.255.255 public
  45.79.0.0 google
  45.79.127.255 google
  45.79.128.0 public
  2a01:4f8:c0c:f::1 google
  142.250.102.108 public
