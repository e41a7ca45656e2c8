<?php
/** Whether the policy is in force in the workers that run the application: 200, or 503 with what is wrong. */

function problems(): array
{
    if (!extension_loaded('aesock')) {
        return ['aesock is not loaded'];
    }
    $status = aesock_status();
    $lost = array_keys($status['hooks'], 'lost', true);
    return array_filter([
        isset($status['error']) ? "everything is refused: $status[error]" : '',
        $lost ? 'hooks lost: ' . implode(' ', $lost) : '',
    ]);
}

$problems = problems();
http_response_code($problems ? 503 : 200);
header('Content-Type: text/plain');
header('Cache-Control: no-store');
echo implode("\n", $problems ?: ['ok']), "\n";
