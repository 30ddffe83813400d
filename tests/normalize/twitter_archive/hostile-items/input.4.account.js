window.YTD.account.part0 = [ { "account" : { "username" : "x", "accountId" : "no id" } } ]
