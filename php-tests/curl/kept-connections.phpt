--TEST--
Connections that libcurl keeps, in a handle, a multi or a shared pool, are not used any more when the rules changed; later ones are
--SKIPIF--
<?php $needed = ['curl']; require __DIR__ . '/../include/lifecycle-skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/lifecycle.inc';

const CODE = <<<'PHP'
    /** A page, and how many new connections it took. */
    function told(CurlHandle $handle, string|bool $body): string
    {
        return ending($handle, $body) . ' ' . curl_getinfo($handle, CURLINFO_NUM_CONNECTS);
    }

    $share = curl_share_init();
    curl_share_setopt($share, CURLSHOPT_SHARE, CURL_LOCK_DATA_CONNECT);
    $multi = curl_multi_init();
    $kept = handle('http://10.11.20.1/');
    $of_multi = handle('http://10.11.20.2/');
    $shared = handle('http://10.11.20.3/', [CURLOPT_SHARE => $share]);
    $redirected = handle('http://10.0.0.5/', [CURLOPT_FOLLOWLOCATION => true]);

    $ask = function () use ($multi, $kept, $of_multi, $shared, $redirected): void {
        echo 'handle: ', told($kept, curl_exec($kept)), "\n";
        echo 'multi: ', fetch_all([$of_multi], $multi)[0], ' ', curl_getinfo($of_multi, CURLINFO_NUM_CONNECTS), "\n";
        echo 'shared: ', told($shared, curl_exec($shared)), "\n";
        echo 'redirected: ', told($redirected, curl_exec($redirected)), "\n";
    };
    $ask();
    curl_setopt($redirected, CURLOPT_URL, 'http://plain.test/redirect-private');
    $ask();

    // libcurl tells the age of a connection in whole seconds.
    time_sleep_until(microtime(true) + 2);
    file_put_contents($argv[1], "allow 10.11.20.3\n");
    while (aesock_check('10.11.20.1', 80)['allowed']) {
        usleep(20000);
    }
    echo "changed\n";
    $ask();
    do {
        $page = curl_exec($shared);
    } while (curl_getinfo($shared, CURLINFO_NUM_CONNECTS) > 0);
    echo "kept: $page";
    PHP;
$rules = scratch("allow 10.11.20.0/24\nallow 10.0.0.5:80\n");
$code = 'require ' . var_export(__DIR__ . '/../include/curl.inc', true) . '; ' . CODE;
echo output([...command(['aesock.rules' => $rules], ['curl', 'AESOCK']), '-r', $code, $rules]);
?>
--EXPECT--
handle: hello from 10.11.20.1 1
multi: hello from 10.11.20.2 1
shared: hello from 10.11.20.3 1
redirected: hello from 10.0.0.5 1
handle: hello from 10.11.20.1 0
multi: hello from 10.11.20.2 0
shared: hello from 10.11.20.3 0
redirected: hello from 10.0.0.5 1
changed
handle: 7 Failed to connect to 10.11.20.1 port 80: Couldn't connect to server (Permission denied: 10.11.20.1 is a private address) 0
multi: 7 Failed to connect to 10.11.20.2 port 80: Couldn't connect to server (Permission denied: 10.11.20.2 is a private address) 0
shared: hello from 10.11.20.3 1
redirected: 7 Failed to connect to 10.0.0.5 port 80: Couldn't connect to server (Permission denied: 10.0.0.5 is a private address) 1
kept: hello from 10.11.20.3
