"""Cities that news is sent from, as papers of many languages print them (lower case)."""

from __future__ import annotations

_CITIES = """
abidjan, abu dhabi, abuja, accra, addis abeba, addis ababa, aden, ahmedabad, aix-en-provence, albany
aleppo, alger, algiers, algier, almaty, amman, amsterdam, ankara, antalya, antwerpen, anvers
ashgabat, asmara, astana, asunción, athen, athens, athènes, atenas, atene, atlanta, auckland
augsburg, austin, bagdad, baghdad, baku, bakou, bamako, bandung, bangalore, bengaluru, bangkok
bangui, barcelona, barcelone, barnaul, basel, bâle, beijing, beirut, beyrouth, beirute, beograd
belgrad, belgrade, belgrado, belo horizonte, bergen, berlin, berlín, berlim, berlino, bern, berne
bhopal, bielefeld, bilbao, birmingham, bischkek, bishkek, bochum, bogota, bogotá, bologna, bonn
bordeaux, boston, brasilia, brasília, bratislava, bremen, brest, brisbane, bristol, brno, bruxelles
brüssel, brussel, brussels, bruselas, bruxelas, bruselj, bucharest, bucurești, bukarest, bucarest
budapest, buenos aires, bursa, cairo, kairo, caire, le caire, el cairo, calgary, canberra, cape town
kapstadt, caracas, cardiff, casablanca, charleroi, chemnitz, chennai, chicago, chișinău, cologne
colombo, conakry, copenhagen, copenhague, kopenhagen, københavn, curitiba, dakar, dallas, damascus
damaskus, damas, dar es salaam, darmstadt, darwin, delhi, den haag, detroit, dhaka, dijon, dili
diyarbakır, djibouti, dnipro, doha, donetsk, dortmund, dresden, dubai, dubai city, dublin, dubrovnik
duisburg, dushanbe, duschanbe, düsseldorf, edinburgh, edmonton, eindhoven, erbil, erevan, eriwan
yerevan, erfurt, essen, florence, firenze, fortaleza, frankfurt, frankfurt am main, frankfurt/main
freetown, freiburg, gaza, gaza city, gaza-stadt, gdańsk, geneva, genf, genève, ginebra, genova, gent
gießen, glasgow, göteborg, göttingen, graz, grenoble, groningen, guadalajara, guangzhou, guatemala
guwahati, haifa, halifax, halle, hamburg, hanau, hannover, hanoi, hà nội, harare, havana, havanna
la habana, la havane, heidelberg, helsinki, herat, hiroshima, ho chi minh city, hong kong, hongkong
honolulu, houston, hyderabad, innsbruck, iraklio, islamabad, istanbul, i̇stanbul, izmir, i̇zmir
jaipur, jakarta, jammu, jena, jerusalem, jérusalem, jerusalén, johannesburg, johor bahru, juba
kabul, kaboul, kampala, kandahar, karachi, karlsruhe, kassel, kathmandu, katowice, kazan, khartoum
khartum, kiel, kiev, kiew, kyiv, kyjiw, kigali, kingston, kinshasa, klagenfurt, koblenz, köln
kolkata, košice, kraków, kuala lumpur, kuching, kuwait city, la paz, lagos, lahore, las vegas
lausanne, leeds, leipzig, león, liège, lille, lima, linz, lisboa, lisbon, lissabon, lisbonne
liverpool, ljubljana, łódź, london, londres, londra, londen, londyn, los angeles, louisville, luanda
lublin, lucknow, ludwigshafen, lübeck, lusaka, luxembourg, luxemburg, lviv, lwiw, lyon, maastricht
madrid, magdeburg, mailand, milan, milano, mainz, malmö, managua, manama, manaus, manchester, manila
mannheim, maputo, marseille, mexico city, ciudad de méxico, mexiko, miami, milwaukee, minneapolis
minsk, mogadishu, mogadischu, monrovia, monterrey, montevideo, montpellier, montreal, montréal
moscow, moskau, moscou, moscú, moscovo, mosca, moskva, moskova, mossul, mosul, mumbai, münchen
munich, münster, muscat, nagpur, nairobi, namur, nanterre, nantes, napoli, nashville, naypyidaw
ndjamena, neu-delhi, new delhi, nueva delhi, nova délhi, new orleans, new york, nueva york
nova york, nova iorque, niamey, nice, nicosia, nikosia, noida, nouakchott, novosibirsk, nowosibirsk
nur-sultan, nürnberg, odessa, odesa, oslo, osaka, osh, osnabrück, ottawa, ouagadougou, oulu, oviedo
palermo, panama, paris, parís, parigi, paryż, paříž, patna, peking, pékin, pekín, pequim, pechino
perth, peshawar, petaling jaya, philadelphia, phnom penh, phoenix, pittsburgh, plovdiv, podgorica
poitiers, port-au-prince, portland, porto, porto alegre, potsdam, poznań, prag, prague, praha, praga
pretoria, pristina, prishtina, pune, putrajaya, pyongyang, pjöngjang, quebec, québec, quetta, quito
rabat, ramallah, ranchi, rangoon, yangon, rawalpindi, recife, regensburg, rennes, reykjavik
reykjavík, riad, riyadh, ryad, riga, rio de janeiro, rom, rome, roma, rostock, rostov, rotterdam
rouen, saarbrücken, sacramento, salt lake city, salvador, salzburg, samara, samarkand, san diego
san francisco, san josé, san juan, san salvador, sanaa, santiago, santiago de chile, santo domingo
são paulo, sarajevo, sarajewo, schwerin, seattle, seoul, séoul, seúl, sevilla, shanghai, shimla
singapore, singapur, singapour, skopje, sofia, split, srinagar, st petersburg, st. petersburg
stockholm, stoccolma, strasbourg, straßburg, stuttgart, suva, sydney, taipei, taipeh, taschkent
tashkent, tachkent, tallinn, tampere, tartu, tbilisi, tiflis, tegucigalpa, teheran, tehran, téhéran
teherán, tel aviv, thessaloniki, thimphu, tirana, tokio, tokyo, toledo, torino, toronto, toulouse
trier, trieste, tripoli, tripolis, tromsø, trondheim, tunis, turin, turku, ulaanbaatar, ulan bator
ulm, uppsala, utrecht, valencia, valletta, vancouver, varna, varşova, venezia, vientiane, vienna
wien, vienne, viena, vilnius, vilnus, vladivostok, warschau, warszawa, warsaw, varsovie, varsovia
washington, washington dc, weimar, wellington, wiesbaden, windhoek, winnipeg, wolfsburg, wrocław
wuhan, wuppertal, würzburg, yaoundé, yogyakarta, york, zagreb, zaragoza, zürich, zurich, москва
санкт-петербург, киев, київ, минск, алматы, астана, бишкек, ташкент, душанбе, ашхабад, баку, ереван
тбилиси, кишинев, рига, вильнюс, таллин, берлин, париж, лондон, вашингтон, нью-йорк, пекин, брюссель
стамбул, анкара, тегеран, варшава, прага, вена, женева, харьков, харків, одесса, одеса, львов, львів
днепр, дніпро, запорожье, запоріжжя, донецк, донецьк, софия, пловдив, варна, белград, београд
скопие, скопје, ош, самарканд, казань, екатеринбург, новосибирск, владивосток, нижний новгород
αθήνα, θεσσαλονίκη, λευκωσία, νέα υόρκη, ουάσινγκτον, βρυξέλλες, λονδίνο, παρίσι, βερολίνο
नई दिल्ली, दिल्ली, मुंबई, लखनऊ, पटना, ढाका, ঢাকা, কলকাতা, চট্টগ্রাম
"""

CITIES = frozenset(
    city.strip() for row in _CITIES.strip().splitlines() for city in row.split(",") if city.strip()
)
