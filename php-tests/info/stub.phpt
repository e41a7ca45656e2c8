--TEST--
The stub declares the functions of the extension, no more and no less, with the same signatures
--SKIPIF--
<?php require __DIR__ . '/../include/lifecycle-skip.inc'; ?>
--FILE--
<?php
require __DIR__ . '/../include/lifecycle.inc';

const SIGNATURES = <<<'PHP'
    function signature(string $name): string {
        $function = new ReflectionFunction($name);
        $parameters = array_map(fn ($parameter) => $parameter->getType() . ' $' . $parameter->getName()
            . ($parameter->isOptional() ? ' = ' . var_export($parameter->getDefaultValue(), true) : ''), $function->getParameters());
        return "$name(" . implode(', ', $parameters) . '): ' . $function->getReturnType() . "\n";
    }
    PHP;
$of_extension = php(SIGNATURES . 'echo implode(array_map(signature(...), array_keys((new ReflectionExtension("aesock"))->getFunctions())));');
$of_stub = output([...command([], []), '-r', SIGNATURES . <<<'PHP'
    require $argv[1];
    foreach (get_defined_functions()['user'] as $name) {
        if ($name === 'signature') continue;
        echo signature($name);
        $documented[$name] = (bool) (new ReflectionFunction($name))->getDocComment();
        try {
            $name(...array_fill(0, (new ReflectionFunction($name))->getNumberOfRequiredParameters(), ''));
            echo "$name() returned\n";
        } catch (LogicException) {
        }
    }
    echo in_array(false, $documented) ? "not documented\n" : '';
    PHP, __DIR__ . '/../../stubs/aesock.stub.php']);
echo $of_extension, $of_stub === $of_extension ? "the stub agrees\n" : $of_stub;
?>
--EXPECT--
aesock_check(string $host, string|int|null $port = NULL, string $transport = 'tcp'): array
aesock_status(): array
aesock_usage(?string $application = NULL): array
aesock_metrics(): string
the stub agrees
