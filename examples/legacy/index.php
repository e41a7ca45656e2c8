<?php
/**
 * A small application as it was written for App Engine's first generation, in its PHP 5.5: a front controller, and one page per path.
 */

$page = trim(parse_url($_SERVER['REQUEST_URI'], PHP_URL_PATH), '/') ?: 'home';
$file = __DIR__ . "/pages/$page.php";
header('Content-Type: text/plain');
if (!preg_match('/^[a-z]+$/D', $page) || !is_file($file)) {
    http_response_code(404);
    echo "There is no such page.\n";
    exit;
}
require $file;
