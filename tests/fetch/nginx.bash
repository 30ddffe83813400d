# shellcheck shell=bash
# nginx - an honest server on loopback; `load nginx`

free_port() {
    python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

# nginx_start HOME FUNCTION: a server in HOME, of www in it; the function prints its server blocks for a first free
# port. HOME/port is that port. Nothing where there is no nginx here.
nginx_start() {
    local home=$1 servers=$2 nginx port
    nginx=$(PATH=$PATH:/usr/sbin:/sbin command -v nginx) || return 0
    mkdir -p "$home/www"
    for _ in 1 2 3 4 5; do
        port=$(free_port)
        {
            cat <<CONF
daemon on;
user root;
pid $home/pid;
error_log $home/errors;
worker_processes 1;
events { worker_connections 64; }
http {
    log_format asked '\$request_method \$uri \$status \$http_range \$http_if_range';
    access_log $home/access asked;
    client_body_temp_path $home/t1; proxy_temp_path $home/t2; fastcgi_temp_path $home/t3;
    uwsgi_temp_path $home/t4; scgi_temp_path $home/t5;
CONF
            "$servers" "$home" "$port"
            echo '}'
        } >"$home/conf"
        "$nginx" -q -p "$home" -e "$home/errors" -c "$home/conf" 2>/dev/null 3>&- && echo "$port" >"$home/port" && return
    done
}

nginx_stop() {
    [ ! -e "$1/pid" ] || kill "$(cat "$1/pid")"
}
