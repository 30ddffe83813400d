window.YTD.account.part0 = [
  {
    "account" : {
      "email" : "owner@garden.example",
      "createdVia" : "web",
      "username" : "gardenshop",
      "accountId" : "501",
      "createdAt" : "2010-03-03T12:49:24.000Z",
      "accountDisplayName" : "Garden Shop"
    }
  }
]
