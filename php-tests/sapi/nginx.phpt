--TEST--
Behind nginx a page connects out or is refused by the settings of its own pool
--SKIPIF--
<?php require __DIR__ . '/../include/lifecycle-skip-nginx.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/lifecycle-nginx.inc';

$fpm = new Fpm([
    'shop' => ['php_admin_value[aesock.application] = shop', 'php_admin_value[aesock.allow] = 10.0.0.5:7010'],
    'blog' => ['php_admin_value[aesock.application] = blog', 'php_admin_value[aesock.default] = deny', 'php_admin_value[aesock.allow] = plain.test:80'],
]);
$nginx = new Nginx(['shop.test' => $fpm->socket('shop'), 'blog.test' => $fpm->socket('blog')], port: 8072);
$nginx->put('page', '<?php echo file_get_contents("http://plain.test/");');
$nginx->put('connect', '<?php
    foreach (["plain.test" => 7010, "[2606:4700:4700::1111]" => 7010, "10.0.0.5" => 7010, "10.0.0.6" => 7010, "93.184.216.34" => 25] as $host => $port) {
        $stream = @fsockopen($host, $port, $errno, $error);
        echo $host, " ", $stream ? fgets($stream) : "$errno $error\n";
    }
    echo aesock_status()["application"], ini_set("aesock.allow", "any") === false ? " keeps its rules" : "", "\n";');

foreach (['shop', 'blog', 'shop'] as $time => $pool) {
    echo "$pool:\n", $nginx->get("$pool.test", 'page'), $nginx->get("$pool.test", 'connect');
    // Within a second the same lines are only counted.
    echo $time < 2 ? $fpm->logged($pool) : '';
}
?>
--EXPECTF--
shop:
hello from 93.184.216.34
plain.test line1
[2606:4700:4700::1111] line1
10.0.0.5 line1
10.0.0.6 13 Permission denied: 10.0.0.6 is a private address
93.184.216.34 13 Permission denied: port 25 of 93.184.216.34 is blocked, use 587 or 465
shop keeps its rules
aesock deny tcp://10.0.0.6:7010 reason=private rule=- app=shop via=fsockopen%S
aesock deny tcp://93.184.216.34:25 reason=port-25 rule=- app=shop via=fsockopen%S
blog:
hello from 93.184.216.34
plain.test 13 Permission denied: no rule allows plain.test (93.184.216.34)
[2606:4700:4700::1111] 13 Permission denied: no rule allows 2606:4700:4700::1111
10.0.0.5 13 Permission denied: 10.0.0.5 is a private address
10.0.0.6 13 Permission denied: 10.0.0.6 is a private address
93.184.216.34 13 Permission denied: port 25 of 93.184.216.34 is blocked, use 587 or 465
blog keeps its rules
aesock deny tcp://plain.test:7010 reason=unlisted rule=- app=blog via=fsockopen%S
aesock deny tcp://[2606:4700:4700::1111]:7010 reason=unlisted rule=- app=blog via=fsockopen%S
aesock deny tcp://10.0.0.5:7010 reason=private rule=- app=blog via=fsockopen%S
aesock deny tcp://10.0.0.6:7010 reason=private rule=- app=blog via=fsockopen%S
aesock deny tcp://93.184.216.34:25 reason=port-25 rule=- app=blog via=fsockopen%S
shop:
hello from 93.184.216.34
plain.test line1
[2606:4700:4700::1111] line1
10.0.0.5 line1
10.0.0.6 13 Permission denied: 10.0.0.6 is a private address
93.184.216.34 13 Permission denied: port 25 of 93.184.216.34 is blocked, use 587 or 465
shop keeps its rules
