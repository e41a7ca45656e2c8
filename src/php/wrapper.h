/* The engine's headers that build/php.rs reads; it names what it takes from them. */
#include "php.h"
#include "php_ini.h"
#include "php_network.h"
#include "php_streams.h"
#include "SAPI.h"
#include "zend_extensions.h"
#include "ext/standard/info.h"
/* Where an extension of the engine has its name; ext-php-rs lacks the structure. */
static const size_t AESOCK_ZEND_EXTENSION_NAME = offsetof(zend_extension, name);
/* Where a class names the handlers of its objects; nowhere before PHP 8.3. */
#if PHP_VERSION_ID >= 80300
static const size_t AESOCK_CLASS_HANDLERS = offsetof(zend_class_entry, default_object_handlers);
#else
static const size_t AESOCK_CLASS_HANDLERS = 0;
#endif
/* What ext/sockets has in its objects and in its globals. It is declared here, since the extension may be added to a PHP that was built
 * without it, and so without its headers, after aesock was built. */
typedef struct {
	php_socket_t bsd_socket;
	int type;
	int error;
	int blocking;
	zval zstream;
	zend_object std;
} aesock_socket;
typedef struct {
	int last_error;
	char *strerror_buf;
} aesock_sockets_globals;
/* Where the headers are, they must say the same. Where they are not, PHP's start looks at the sizes (src/php/sys/socket.rs). */
#if __has_include("ext/sockets/php_sockets.h")
#define HAVE_SOCKETS 1
#include "ext/sockets/php_sockets.h"
#define AESOCK_SAME(theirs, ours, field) \
	_Static_assert(offsetof(theirs, field) == offsetof(ours, field) \
		&& sizeof(((theirs *)0)->field) == sizeof(((ours *)0)->field), #theirs " has " #field " elsewhere")
_Static_assert(sizeof(php_socket) == sizeof(aesock_socket), "php_socket has another size");
AESOCK_SAME(php_socket, aesock_socket, bsd_socket);
AESOCK_SAME(php_socket, aesock_socket, type);
AESOCK_SAME(php_socket, aesock_socket, error);
AESOCK_SAME(php_socket, aesock_socket, blocking);
AESOCK_SAME(php_socket, aesock_socket, zstream);
AESOCK_SAME(php_socket, aesock_socket, std);
_Static_assert(sizeof(zend_sockets_globals) == sizeof(aesock_sockets_globals), "zend_sockets_globals has another size");
AESOCK_SAME(zend_sockets_globals, aesock_sockets_globals, last_error);
#endif
