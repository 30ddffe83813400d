# replies - n posts whose chains are as real ones: half alone or a pair, some of ten, one of a tenth of all; in a scattered order
#
#   awk -v n=1000000 -f replies.awk
BEGIN {
  for (k = 0; k < n; k++) {
    i = (k * 7368787) % n
    a = i % 10
    t = i % 86400
    printf "{\"v\":1,\"kind\":\"post\",\"source\":\"twitter\",\"id\":\"twitter:%d\",\"time\":\"20%02d-03-%02dT%02d:%02d:%02dZ\",\"seen\":\"2020-04-01T00:00:00Z\",\"author\":\"twitter:%s\",\"handle\":\"%s\",", i+1000000000, 10+i%9, i%28+1, t/3600, t/60%60, t%60, (a%2 ? "AcmeCares" : "u" int(i/10)), (a%2 ? "AcmeCares" : "u" int(i/10))
    if (a && i % 100 < 50) printf "\"reply_to\":\"twitter:%d\",", i-1+1000000000
    else if (i % 100 == 99 && i > 100) printf "\"reply_to\":\"twitter:%d\",", i-100+1000000000
    printf "\"text\":\"@AcmeCares my battery is dead since this morning and nobody tells me what I should do about it %d\",%s\"format\":\"twitter1\",\"archive\":\"a.json\",\"line\":%d%s}\n", i, (a == 0 ? "\"mentions\":[\"AcmeCares\"]," : ""), k, (a==0 ? ",\"labels\":[\"battery\"],\"route\":\"product\"" : "")
  }
}
