--TEST--
A transfer that waits in a multi handle while the rules change uses no connection from before, also when its handle was reset meanwhile
--SKIPIF--
<?php $needed = ['curl']; require __DIR__ . '/../include/lifecycle-skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/lifecycle.inc';

const CODE = <<<'PHP'
    $multi = curl_multi_init();
    $handles = ['added before' => handle('http://10.11.20.1/'), 'reset before' => handle('http://10.11.20.2/'), 'reset afterwards' => handle('http://10.11.20.3/')];
    foreach (fetch_all($handles, $multi) as $where => $ending) {
        echo "$where: $ending\n";
    }
    foreach ($handles as $handle) {
        curl_multi_add_handle($multi, $handle);
    }
    $again = function (string $where, string $url) use ($handles): void {
        curl_reset($handles[$where]);
        curl_setopt_array($handles[$where], [CURLOPT_URL => $url, CURLOPT_RETURNTRANSFER => true]);
    };
    $again('reset before', 'http://10.11.20.2/');

    // libcurl tells the age of a connection in whole seconds.
    time_sleep_until(microtime(true) + 2);
    file_put_contents($argv[1], '# none');
    while (aesock_check('10.11.20.1', 80)['allowed']) {
        usleep(20000);
    }
    $again('reset afterwards', 'http://10.11.20.3/');
    do {
        curl_multi_exec($multi, $running);
        $running and curl_multi_select($multi, 1);
    } while ($running);
    while ($done = curl_multi_info_read($multi)) {
        $results[array_search($done['handle'], $handles, true)] = $done;
    }
    foreach ($handles as $where => $handle) {
        echo "$where: ", $results[$where]['result'] === CURLE_OK ? curl_multi_getcontent($handle) : ending($handle, false), "\n";
    }
    PHP;
$rules = scratch("allow 10.11.20.0/24\n");
$code = 'require ' . var_export(__DIR__ . '/../include/curl.inc', true) . '; ' . CODE;
echo output([...command(['aesock.rules' => $rules], ['curl', 'AESOCK']), '-r', $code, $rules]);
?>
--EXPECT--
added before: hello from 10.11.20.1
reset before: hello from 10.11.20.2
reset afterwards: hello from 10.11.20.3
added before: 7 Failed to connect to 10.11.20.1 port 80: Couldn't connect to server (Permission denied: 10.11.20.1 is a private address)
reset before: 7 Failed to connect to 10.11.20.2 port 80: Couldn't connect to server (Permission denied: 10.11.20.2 is a private address)
reset afterwards: 7 Failed to connect to 10.11.20.3 port 80: Couldn't connect to server (Permission denied: 10.11.20.3 is a private address)
