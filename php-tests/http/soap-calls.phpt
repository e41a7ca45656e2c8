--TEST--
SOAP calls reach a public server; a WSDL document that leads elsewhere is no way around
--EXTENSIONS--
soap
--SKIPIF--
<?php
require __DIR__ . '/../include/lab.skip.inc';
if (!is_file(ini_get('extension_dir') . '/soap.so')) {
    die('skip its server needs a shared ext/soap');
}
?>
--INI--
soap.wsdl_cache_enabled=0
--FILE--
<?php
require __DIR__ . '/../include/lab.inc';
require __DIR__ . '/../include/lifecycle.inc';

$script = scratch(<<<'PHP'
    <?php
    const WSDL = '<definitions xmlns="http://schemas.xmlsoap.org/wsdl/" xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap/" xmlns:t="urn:lab"
        xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:lab">
        <message name="question"><part name="name" type="xs:string"/></message><message name="answer"><part name="text" type="xs:string"/></message>
        <portType name="type"><operation name="greet"><input message="t:question"/><output message="t:answer"/></operation></portType>
        <binding name="binding" type="t:type"><soap:binding style="rpc" transport="http://schemas.xmlsoap.org/soap/http"/>
            <operation name="greet"><soap:operation soapAction=""/><input><soap:body use="literal" namespace="urn:lab"/></input>
            <output><soap:body use="literal" namespace="urn:lab"/></output></operation></binding>
        <service name="service"><port name="port" binding="t:binding"><soap:address location="http://%s:8091/"/></port></service></definitions>';
    if (isset($_GET['wsdl'])) {
        printf(WSDL, $_GET['wsdl']);
    } else {
        $server = new SoapServer(null, ['uri' => 'urn:lab']);
        $server->setObject(new class { function greet(string $name): string { return "hello $name"; } });
        $server->handle();
    }
    PHP, '.php');
serve_in_the_internet([PHP_BINARY, '-n', '-d', 'extension=soap', '-S', '0.0.0.0:8091', $script], '[');

print_warnings();
$call = function (?string $wsdl, array $options = []): void {
    try {
        echo (new SoapClient($wsdl, ['connection_timeout' => 3] + $options))->greet('lab'), "\n";
    } catch (SoapFault $fault) {
        echo "{$fault->faultcode}: ", strtok(words_of_any_version($fault->getMessage()), "\n"), "\n";
    }
};
$call(null, ['location' => 'http://93.184.217.40:8091/', 'uri' => 'urn:lab']);
$call('http://93.184.217.40:8091/?wsdl=93.184.217.41');
$call('http://93.184.217.40:8091/?wsdl=10.11.13.7');
$call('http://93.184.217.40:8091/?wsdl=10.11.13.7', ['location' => 'http://93.184.217.41:8091/']);
$call('http://10.11.13.7:8091/?wsdl=93.184.217.41');
var_dump(seen_at('10.11.13.7'));
?>
--EXPECT--
hello lab
hello lab
warning: SoapClient::__doRequest(): connect() failed: Permission denied: 10.11.13.7 is a private address
HTTP: Could not connect to host
hello lab
warning: SoapClient::__construct(): Failed to open stream: Permission denied: 10.11.13.7 is a private address
warning: SoapClient::__construct(): failed to load "http://10.11.13.7:8091/?wsdl=93.184.217.41"
WSDL: SOAP-ERROR: Parsing WSDL: Couldn't load from 'http://10.11.13.7:8091/?wsdl=93.184.217.41' : failed to load "http://10.11.13.7:8091/?wsdl=93.184.217.41"
array(0) {
}
