--TEST--
In an array, options before one that is refused are set and those behind it are not, as stock PHP has it with one that fails
--EXTENSIONS--
curl
--SKIPIF--
<?php require __DIR__ . '/../include/lab.skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/curl.inc';

const CODE = '
    set_error_handler(function ($level, $message) { echo "warning: ", strtok($message, ":"), "\n"; return true; });
    foreach (["before", "behind", "key before", "key behind", "URL before", "URL behind"] as $case) {
        $handle = handle("http://plain.test/");
        $failing = [%s];
        $options = match ($case) {
            "before" => [CURLOPT_RETURNTRANSFER => false] + $failing,
            "behind" => $failing + [CURLOPT_RETURNTRANSFER => false],
            "key before" => ["text" => 1] + $failing,
            "key behind" => $failing + ["text" => 1],
            "URL before" => [CURLOPT_URL => "http://10.0.0.5/"] + $failing + [CURLOPT_RETURNTRANSFER => false],
            "URL behind" => $failing + [CURLOPT_URL => "http://10.0.0.5/"],
        };
        try {
            echo "$case: ";
            var_dump(curl_setopt_array($handle, $options));
        } catch (ValueError $error) {
            echo $error->getMessage(), "\n";
        }
        $shown = curl_getinfo($handle, CURLINFO_EFFECTIVE_URL);
        curl_setopt($handle, CURLOPT_URL, "http://plain.test/");
        $body = curl_exec($handle);
        echo "\n$shown ", is_string($body) ? "returned" : "printed", "\n";
        unset($handle);
    }';
// What fails in stock without a warning, too.
$stock = run_curl(sprintf(CODE, 'CURLOPT_SSLVERSION => 99'), stock: true);
$ours = run_curl(sprintf(CODE, 'CURLOPT_LOCALPORT => 7777'));
echo str_replace("warning: curl_setopt_array()\n", '', $ours) === $stock ? '' : "stock:\n$stock\n", $ours, "\n";
?>
--EXPECT--
before: warning: curl_setopt_array()
bool(false)
hello from 93.184.216.34

http://plain.test/ printed
behind: warning: curl_setopt_array()
bool(false)

http://plain.test/ returned
key before: curl_setopt_array(): Argument #2 ($options) contains an invalid cURL option

http://plain.test/ returned
key behind: warning: curl_setopt_array()
bool(false)

http://plain.test/ returned
URL before: warning: curl_setopt_array()
bool(false)

http://10.0.0.5/ returned
URL behind: warning: curl_setopt_array()
bool(false)

http://plain.test/ returned
