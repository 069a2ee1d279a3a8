"""Build the host lexicons from an archive of public lists: `python datasets/build_lexicons.py LISTS.tar.gz`.

The archive holds one folder a repository, each with a SOURCE.json (repository, commit, licence) and lists.
Written are `detector/lexicons/*.txt`, sorted, one entry a line under a head that names every origin. The
same archive gives the same bytes. The phrase lists beside them are written by hand and left alone.
"""

import argparse
import json
import math
import re
import sys
import tarfile
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from pathlib import Path

LEXICONS = Path(__file__).resolve().parents[1] / "detector" / "lexicons"
OWN_ORIGIN = "written by hand for this project, licence: that of this project"
HOST = re.compile(r"(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.)+(?:[a-z]{2,63}|xn--[a-z0-9-]{2,59})")
PATH = re.compile(r"/[a-z0-9/_-]+")

Files = dict[str, str]
Hosts = frozenset[str]

# Services that sell, stream, rent or publish; the big brands keep defensive registrations, of which only the
# hosts named exactly like the brand are taken.
OFFICIAL_FILES = """
    abema amazon amc apple-tvplus bbc bilibili category-ecommerce category-entertainment category-media cbs
    dazn discoveryplus disney goodreads hbo hotstar hulu imdb itunes metacritic netflix niconico plutotv
    primevideo rakuten roku sling spotify steam target tubi tvb walmart"""
OFFICIAL_BRANDS = "amazon apple bestbuy ebay fox"
PLATFORM_FILES = """
    category-forums category-social-media-!cn dailymotion pinterest reddit tiktok twitch twitter vimeo
    wikimedia youtube"""
PLATFORM_BRANDS = "facebook google instagram"
NOISE = re.compile(
    r"akamai|edgesuite|edgekey|cloudfront|fastly|hwcdn|llnwd|amazonaws|windows\.net|dns-?test|dns-?top|8686c|queniuqe"
    r"|adsystem|adserv|doubleclick|ads?\.|analytics|metrics|tracking|porn"
)
PIRACY_FILES = "streaming-video streaming-audio torrent-websites warez file-hosting proxies"

# National suffixes that anyone anywhere buys.
SOLD_WORLDWIDE = """
    ac ag ai am bz cc cf co cx fm ga gd gg gl gq gs io is la lc li ly me ml ms mu nu pw re sc sh st su sx
    tf tk to tv vc vg ws"""
# Names in the lists that are honest, official, or too broad to say anything.
NOT_OFFICIAL = "777tv.net kpacg.com mikanani.me oranum.com sendvid.com yande.re qmap.pub on.cc 8chan.moe"
NOT_STREAM = """
    anime-planet.com bellator.com binsearch.info ccmixter.org cytu.be diva.sfsu.edu dl.free.fr filmzie.com
    greasyfork.org kcnawatch.org kinkeadtech.com klimtthemovie.com motivationalhacks.com mma-core.com
    onepace.net playwire.ga popcornflix.com quitt.net rarefilmm.com scribd.com seeingblind.net sharetv.com
    simkl.com simplestream.in snagfilms.com southparkstudios.com thebigheap.com topdocumentaryfilms.com
    universalmediaserver.com vk.com xteve.de mediafire.com anime.com orionoid.com libraryofthumbs.com
    khinsider.com jimmyr.com audio.download puzo.org the-eye.eu classiccinemaonline.com watchkobe.info
    stremio.com blogspot.com wordpress.com"""
NOT_FREE_HOSTING = "126.com 163.com amazon.se 51cto.com csdn.net dindebat.dk indybay.org gilde.in vpn.net.br"

OWN: Mapping[str, str] = {
    "official": """
        1000kitap.com 10play.com.au 20thcenturystudios.com 21cineplex.com 3sat.de 6play.fr 7plus.com.au
        9now.com.au a24films.com abc.com abc.net.au abebooks.com abema.io abema.tv acorn.tv adidas.com
        adlibris.com adn.fr adorocinema.com afi.com afisha.ru agoda.com aha.video airbnb.com
        aisplay.ais.co.th alamodrafthouse.com alibris.com aliexpress.com allegro.pl allmusic.com allocine.fr
        altbalaji.com amazon.ae amazon.ca amazon.cn amazon.co.jp amazon.co.uk amazon.com amazon.com.au
        amazon.com.be amazon.com.br amazon.com.mx amazon.com.tr amazon.de amazon.eg amazon.es amazon.fr
        amazon.in amazon.it amazon.nl amazon.pl amazon.sa amazon.se amazon.sg amc.com amcplus.com
        amctheatres.com americanas.com.br anidb.net anilist.co animationdigitalnetwork.com
        animedigitalnetwork.fr animelab.com animenewsnetwork.com animestore.docomo.ne.jp apple.com
        apps.apple.com apps.microsoft.com archive.org ard.de ardmediathek.de areena.yle.fi argos.co.uk
        arrow-player.com arrowfilms.com arte.tv astro.com.my atmovies.com.tw atomtickets.com atresmedia.com
        atresplayer.com audible.com auvio.rtbf.be avclub.com axs.com babelio.com bandainamcoent.com
        bandcamp.com barnesandnoble.com battle.net bbc.co.uk bbc.com beatport.com berlinale.de bertrand.pt
        bestbuy.com bet.plus bethesda.net betterworldbooks.com beyazperde.com bfi.org.uk bhphotovideo.com
        bilibili.com bilibili.tv binge.com.au bioskoponline.com blackwells.co.uk blibli.com blim.tv
        blizzard.com blockbuster.dk bloomsbury.com blu-ray.com bluray.com blutv.com boardgamegeek.com
        bokus.com bol.com bollywoodhungama.com bookbeat.com bookbub.com bookdepository.com booking.com
        bookline.hu bookmyshow.com books.apple.com books.com.tw bookshop.org booktopia.com.au boots.com
        boulanger.com boxofficemojo.com britbox.com buecher.de bukalapak.com canal-plus.com canalplus.com
        canalplus.pl canela.tv capcom.com casadellibro.com catchplay.com cbc.ca cbs.com cda.pl cdiscount.com
        cdprojektred.com ceskatelevize.cz cgv.id cgv.vn channel4.com channel5.com chewy.com chili.com
        chitai-gorod.ru cine.ar cinear.gob.ar cinema-city.pl cinemacity.hu cinemagia.ro cineman.ch
        cinemark.com cinematografo.it cinemaxx.de cinemex.com cinepolis.com cineserie.com cineteca.it
        cinetree.nl cineworld.co.uk cinobo.com clarovideo.com clubillico.com cmore.se collider.com
        comingsoon.it consumerreports.org coolblue.nl costco.com coupangplay.com crackle.com crave.ca
        criterion.com criterionchannel.com critic.de crunchyroll.com csfd.cz ctv.ca cultura.com
        curiositystream.com currys.co.uk curzon.com curzonhomecinema.com cwtv.com dangdang.com darty.com
        dc.com deadline.com decathlon.com decathlon.fr decider.com decitre.fr deezer.com denofgeek.com
        devolverdigital.com dice.fm discogs.com discoveryplus.com discshop.se disney.com disneyplus.com
        dmm.com doabooks.org douban.com dr.com.tr dr.dk draft2digital.com draken.film dropout.tv dstv.com
        dvdbeaver.com ea.com ebay.co.uk ebay.com ebay.de ebay.fr ecartelera.com edelweiss.plus eiga.com
        eirin.jp elcinema.com elcorteingles.es elisaviihde.fi empik.com empireonline.com epd-film.de
        epicgames.com erosnow.com ertflix.gr eslite.com espinof.com espn.com estantevirtual.com.br etsy.com
        eurogamer.net europeana.eu eventbrite.com eventim.com eventim.de everand.com expedia.com exxen.com
        f-droid.org faber.co.uk fahasa.com fanatical.com fandango.com fandangoathome.com festival-cannes.com
        filimo.com film.ru filmaffinity.com filmarks.com filmcompanion.in filmdienst.de filmin.es filmin.mx
        filmin.pt filmio.hu filmotv.fr filmstarts.de filmstriben.dk filmtotaal.nl filmweb.pl flicks.co.uk
        flicks.com.au flimmit.com flipkart.com flixole.com fnac.com focusfeatures.com fod.fujitv.co.jp
        fox.com foxtel.com.au foyles.co.uk fptplay.vn france.tv francetvinfo.fr freevee.com friday.tw
        fromsoftware.jp fubo.tv funimation.com gain.tv galaxyplay.vn gamespot.com gamesradar.com gaumont.fr
        gem.cbc.ca genialokal.de genius.com globo.com globoplay.globo.com gnavi.co.jp gog.com goodreads.com
        goplay.be gramedia.com greenmangaming.com guide.michelin.com gutenberg.org hachettebookgroup.com
        hallmarkchannel.com hamivideo.hinet.net harpercollins.com hathitrust.org hbo.com hbomax.com
        hd.kinopoisk.ru hebban.nl helios.pl hepsiburada.com hidive.com history.com hoichoi.tv
        hollywoodreporter.com homedepot.com hoopladigital.com hostelworld.com hotels.com hotstar.com
        howlongtobeat.com hugendubel.de hulu.com hulu.jp humblebundle.com ibs.it ifcfilms.com iflix.com
        igdb.com ign.com ikea.com ilibraio.it imdb.com indiebound.org indiewire.com indigo.ca ingresso.com
        ipla.tv iq.com iqiyi.com irokotv.com isbnsearch.org itch.io itunes.apple.com itv.com itvx.com ivi.ru
        ivi.tv iwanttfc.com janusfilms.com jd.com jiocinema.com jiohotstar.com johnlewis.com joyn.de
        juno.co.uk justwatch.com k-plus.vn kakaku.com kanopy.com katsomo.fi kingstone.com.tw kino.de
        kinoafisha.info kinolorber.com kinopoisk.ru kion.ru kitapyurdu.com kitsu.app kktv.me klikfilm.com
        kobo.com kocowa.com konami.com kotaku.com kviff.tv kyivstar.ua la7.it labiennale.org labirint.ru
        lacinetek.com lafeltrinelli.it landmarktheatres.com larian.com last.fm lazada.co.th lazada.com
        lazada.vn lemino.docomo.ne.jp leroymerlin.fr leslibraires.fr letterboxd.com libbyapp.com
        librarything.com libri.hu libris.nl librivox.org libro.fm lifetime.com linetv.tw lionsgate.com
        litres.ru litv.tv livelib.ru loc.gov lonelyplanet.com looke.com.br lovelybooks.de lowes.com
        lubimyczytac.pl m6.fr macys.com mafab.hu magazineluiza.com.br magentatv.de magnoliapictures.com
        majorcineplex.com maoyan.com marvel.com max.com maxdome.de maxstream.tv meb.com.ph mediaklikk.hu
        mediamarkt.de mediaset.it mediasetinfinity.mediaset.it megogo.net mercadolibre.com
        mercadolibre.com.ar mercadolibre.com.mx mercadolivre.com.br metacritic.com mewatch.sg mgmplus.com
        mgtv.com michelin.com microsoft.com miramax.com mitele.es mobygames.com mojeekino.pl mola.tv
        mollat.com molotov.tv moly.hu mondadoristore.it monomax.me more.tv moviebreak.de moviemeter.nl
        moviepilot.de movieplayer.it moviesanywhere.com movistarplus.es mtime.com mtva.hu mtvuutiset.fi
        mubi.com multikino.pl music.apple.com musicbrainz.org mxplayer.in my5.tv myanimelist.net mycanal.fr
        mymovies.it myvideo.net.tw myvue.com n11.com naiin.com namava.ir natalie.mu naver.com navertv.com
        nbc.com nebula.tv neonrated.com neontv.co.nz netflix.com netgalley.com newegg.com nextory.com nfb.ca
        nhk-ondemand.jp nhk.jp nhk.or.jp nike.com nintendo.co.jp nintendo.co.uk nintendo.com nintendo.de
        nintendo.fr nintendolife.com nlziet.nl nollywoodmovies.com nowtv.com nowtv.it npo.nl npo3.nl
        npostart.nl nrk.no ocs.fr odeon.co.uk okko.tv omelete.com.br onf.ca opencritic.com openlibrary.org
        opentable.com opto.sic.pt orbitbooks.net orellfuessli.ch orf.at oscars.org osn.com otto.de
        overdrive.com ozon.ru panmacmillan.com papodecinema.com.br paradoxplaza.com paramount.com
        paramountpictures.com paramountplus.com paravi.jp pathe-thuis.nl pathe.fr pathe.nl paytm.com pbs.org
        pcgamer.com peacocktv.com penguin.co.uk penguin.com.au penguinrandomhouse.com perlentaucher.de
        philo.com picl.nl picturehouses.com pitchfork.com pixar.com play.google.com play.srf.ch
        player.bfi.org.uk player.pl playstation.com playsuisse.ch plex.tv pluto.tv podcasts.apple.com
        polsatboxgo.pl polygon.com port.hu powells.com premier.one premiere.fr primevideo.com prosieben.de
        puhutv.com pushsquare.com qobuz.com rai.it raiplay.it rakuten.co.jp rakuten.tv rateyourmusic.com
        readmoo.com redbox.com reelgood.com regmovies.com rei.com resy.com retinalatina.org retrocrush.tv
        rockpapershotgun.com rockstargames.com rogerebert.com roku.com rottentomatoes.com rtbf.be rte.ie
        rtings.com rtl.de rtl.hu rtlmost.hu rtlplus.de rtp.pt rts.ch rtve.es rtvs.sk ruutu.fi salto.fr
        sat1.de saturn.de sbs.com.au scholastic.com screendaily.com screenrant.com scribd.com se-ed.com
        searchlightpictures.com seetickets.com sega.com sensacine.com senscritique.com sephora.com
        sfcinemacity.com shahid.mbc.net shahid.net shochiku.co.jp shopee.co.id shopee.co.th shopee.com
        shopee.vn showmax.com showtime.com shudder.com sicnoticias.pt simkl.com simonandschuster.com
        sinemalar.com sinematurk.com skoob.com.br sky.com sky.de skystore.com slashfilm.com sling.com
        smashwords.com sonyliv.com sonypictures.com sooner.be soundcloud.com spotify.com square-enix.com
        srf.ch stan.com.au standardebooks.org starplus.com start.ru starwars.com starz.com starzplay.com
        steamcommunity.com steampowered.com store.steampowered.com storytel.com streamz.be stubhub.com stv.tv
        sundance.org sundancenow.com sunnxt.com svt.se svtplay.se sweet.tv tabelog.com tabii.com takflix.com
        taobao.com taopiaopiao.com target.com telasa.jp telecinco.es telecine.globo.com telerama.fr
        tencentvideo.com tesco.com tf1.fr tfo.org tg4.ie thalia.de the-numbers.com thefork.com themoviedb.org
        therokuchannel.roku.com thespacecinema.it thestorygraph.com thetvdb.com threenow.co.nz
        thriftbooks.com ticketmaster.co.uk ticketmaster.com tidal.com tiff.net tiki.vn timvision.it tix.id
        tmall.com tmdb.org todostuslibros.com toei.co.jp toho.co.jp tokopedia.com tor.com totalfilm.com
        tou.tv trakt.tv travessa.com.br trendyol.com tripadvisor.co.uk tripadvisor.com tripadvisor.de
        tripadvisor.es tripadvisor.fr tripadvisor.it trtizle.com trueid.net trustpilot.com tubi.tv tubitv.com
        tv.apple.com tv2.dk tv2.no tv2play.no tv360.vn tv4play.se tver.jp tvi.iol.pt tving.com tvmaze.com
        tvnow.de tvnz.co.nz tvp.pl tvrplus.ro tvthek.orf.at u-next.jp ubisoft.com ucicinemas.it ugc.fr
        uk.bookshop.org uktv.co.uk ulta.com unext.jp universalpictures.com universcine.com us.macmillan.com
        v.qq.com variety.com veronicasuperguide.nl vg247.com viaplay.com viaplay.no video.dmkt-sp.jp
        video.unext.jp videoland.com vidio.com vidol.tv vieon.vn viki.com virginmediatelevision.ie viu.com
        vix.com vod.pl vod.tvp.pl voyo.cz vrt.be vrtmax.be vudu.com vulture.com wakanim.tv walmart.com
        warnerbros.com watcha.com waterstones.com wattpad.com wavve.com wayfair.com weread.qq.com
        werstreamt.es wetv.vip which.co.uk wikisource.org wildberries.ru wink.ru wirecutter.com wook.pt
        worldcat.org wow.de wowow.co.jp xbox.com xumo.com yakaboo.ua yelp.com yle.fi yodobashi.com youku.com
        youku.tv zalando.com zalando.de zappos.com zdf.de zdfmediathek.de zee5.com zomato.com""",
    "platforms": """
        163.com 1password.com 20minutes.fr 24.hu 444.hu 500px.com aajtak.in abc.es abc.net.au about.me
        aboutads.info aboutcookies.org academia.edu acast.com actionfraud.police.uk adobe.com
        adssettings.google.com aepd.es akismet.com alamy.com aljazeera.com allaboutcookies.org amarujala.com
        ameblo.jp anchor.fm android.com ansa.it antifraudcentre-centreantifraude.ca apache.org apnews.com
        apple.com archive.ph archive.today archiveofourown.org arstechnica.com artstation.com arxiv.org
        asahi.com astra.com atlassian.com audioboom.com automattic.com autoriteitpersoonsgegevens.nl
        avaaz.org baidu.com bangkokpost.com bbb.org bbc.com beacons.ai beehiiv.com behance.net bhaskar.com
        bigcommerce.com bing.com bitbucket.org bitwarden.com blog.google blogger.com bloglovin.com
        bloomberg.com box.com brave.com brevo.com britannica.com bsi.bund.de bsky.app bsky.social
        businessinsider.com buymeacoffee.com buzzfeed.com buzzsprout.com canva.com carrd.co castbox.fm
        cdnjs.com cert.pl change.org chrome.com cisa.gov citizensadvice.org.uk clarin.com cloudflare.com
        cnbc.com cnet.com cnil.fr cnn.com codeberg.org commissariatodips.it complianz.io consumer.ftc.gov
        convertkit.com cookiebot.com cookiedatabase.org corriere.it coursera.org crates.io
        creativecommons.org cybercrime.gov.in cybermalveillance.gouv.fr dailymail.co.uk dailymotion.com
        daum.net dcard.tw debian.org demorgen.be depositphotos.com derstandard.at detik.com deviantart.com
        dictionary.com digg.com discord.com discord.gg disqus.com dn.pt docker.com doi.org dreamwidth.org
        dribbble.com dropbox.com drupal.org duckduckgo.com duolingo.com dw.com economist.com ecosia.org
        edx.org eff.org eldiario.es elementor.com elmundo.es elpais.com eluniversal.com.mx engadget.com
        envato.com estadao.com.br ettoday.net euronews.com europa.eu evernote.com expresso.pt facebook.com
        factcheck.org fandom.com fanfiction.net faz.net fb.com fedoraproject.org feedly.com figma.com
        firefox.com flickr.com flipboard.com focus.de folha.uol.com.br fontawesome.com fonts.googleapis.com
        fonts.gstatic.com forbes.com franceinfo.fr fraudehelpdesk.nl freepik.com fsf.org ft.com ftc.gov
        fullfact.org garanteprivacy.it gazeta.pl generatepress.com getbootstrap.com getpocket.com
        gettyimages.com ghost.org giphy.com gist.github.com github.com githubusercontent.com gitlab.com
        gizmodo.com gmpg.org gnu.org go.dev gofundme.com golang.org golem.de goo.gl goo.ne.jp
        google-analytics.com google.co.id google.co.in google.co.jp google.co.th google.co.uk google.com
        google.com.br google.com.tr google.com.vn google.de google.es google.fr google.hu google.it google.nl
        google.pl google.ru googleapis.com googletagmanager.com gravatar.com gstatic.com habr.com
        hatena.ne.jp haveibeenpwned.com hcaptcha.com heise.de hindustantimes.com hubspot.com huffpost.com
        hurriyet.com.tr hvg.hu iana.org ic3.gov icann.org icloud.com ico.org.uk ietf.org ifeng.com ifttt.com
        iheart.com ilpost.it ilsole24ore.com imageshack.com imgur.com impress.co.jp incibe.es
        independent.co.uk index.hu indianexpress.com indiatimes.com indiegogo.com infobae.com inoreader.com
        instagram.com instructables.com interia.pl irishtimes.com issuu.com istockphoto.com itmedia.co.jp
        iubenda.com jagran.com jetpack.com joomla.org jpcert.or.jp jquery.com jsdelivr.net json-ld.org
        jstor.org kakao.com kernel.org khanacademy.org kickstarter.com kit.com ko-fi.com kokusen.go.jp
        kommersant.ru kompas.com lanacion.com.ar lastampa.it lastpass.com latimes.com lavanguardia.com
        lefigaro.fr lemonde.fr lenta.ru leparisien.fr lepoint.fr lesinrocks.com lesoir.be lexpress.fr
        liberapay.com liberation.fr libsyn.com line.me linkedin.com linktr.ee linux.org liputan6.com
        list-manage.com live.com livedoor.com livejournal.com lobste.rs ltn.com.tw magento.com mailchimp.com
        mailerlite.com mainichi.jp mapbox.com maps.app.goo.gl mashable.com mastodon.online mastodon.social
        mediawiki.org medium.com meduza.io meetup.com megaphone.fm merriam-webster.com metro.co.uk
        microformats.org microsoftonline.com milliyet.com.tr mirror.co.uk mix.com mixcloud.com mixi.jp
        moodle.org mozilla.org msn.com nask.pl naver.com ncsc.gov.uk ndtv.com networkadvertising.org
        news.ycombinator.com newsweek.com newyorker.com nih.gov nikkei.com nodejs.org nos.nl note.com
        notion.so nouvelobs.com npa.go.jp npmjs.com npr.org nrc.nl nu.nl nytimes.com nzherald.co.nz nzz.ch
        office.com ogp.me ok.ru onet.pl onetrust.com opencollective.com opensource.org openstreetmap.org
        opera.com optout.aboutads.info optout.networkadvertising.org orcid.org origo.hu ouest-france.fr
        outlook.com overcast.fm pantip.com parool.nl patreon.com paypal.com pcmag.com people.com.cn
        pexels.com phishtank.org photobucket.com php.net pinterest.com pixabay.com pixnet.net plurk.com
        pocketcasts.com podbean.com podcastaddict.com podchaser.com policies.google.com politifact.com
        poliziadistato.it prestashop.com prezi.com ptt.cc publico.pt pubmed.ncbi.nlm.nih.gov purl.org
        pypi.org python.org qq.com quora.com rbc.ru readthedocs.io readthedocs.org recaptcha.net redd.it
        reddit.com repubblica.it researchgate.net reuters.com rfc-editor.org rferl.org rmf24.pl rust-lang.org
        salesforce.com salon.com sanook.com scamadviser.com scamwatch.gov.au schema.org scholar.google.com
        scmp.com sendinblue.com serverfault.com service-public.fr shopify.com shutterstock.com signal.org
        simplecast.com sina.com.cn sitejabber.com skillshare.com slack.com slashdot.org slate.com
        slideshare.net smh.com.au snapchat.com snopes.com sohu.com sourceforge.net sozcu.com.tr
        speakerdeck.com spiegel.de spreaker.com squarespace.com stackexchange.com stackoverflow.com
        standaard.be standard.co.uk startpage.com stern.de stripe.com studiopress.com stuff.co.nz
        substack.com sueddeutsche.de superuser.com support.apple.com support.google.com support.microsoft.com
        support.mozilla.org surveymonkey.com tagesanzeiger.ch tagesspiegel.de taz.de techcrunch.com
        techradar.com ted.com telegraaf.nl telegram.org telegraph.co.uk telex.hu tempo.co tenor.com
        termsfeed.com thairath.co.th thanhnien.vn theage.com.au theatlantic.com theglobeandmail.com
        theguardian.com thehindu.com themeforest.net themeisle.com thepaper.cn thestar.com thetimes.co.uk
        theverge.com threads.com threads.net tiktok.com time.com timesofindia.indiatimes.com tomshardware.com
        transistor.fm trello.com tribunnews.com tumblr.com tunein.com tuoitre.vn tvn24.pl tvtropes.org
        twitch.tv twitter.com typeform.com typepad.com typo3.org ubuntu.com udemy.com udn.com un.org
        unicode.org unpkg.com unsplash.com uol.com.br urlscan.io usa.gov usatoday.com verbraucherzentrale.de
        vice.com vimeo.com virustotal.com vivaldi.com vk.com vnexpress.net volkskrant.nl vox.com w3.org
        washingtonpost.com wattpad.com waze.com web.archive.org weibo.com weixin.qq.com welt.de
        wetransfer.com whatsapp.com whatwg.org who.int wikia.com wikidata.org wikihow.com wikimedia.org
        wikipedia.org wikiquote.org wikivoyage.org wiktionary.org windows.com wired.com withgoogle.com
        wix.com woocommerce.com wordpress.com wordpress.org wp.com wp.pl wsj.com www.gov.uk wyborcza.pl x.com
        xiaohongshu.com xinhuanet.com xmlns.com yahoo.co.jp yahoo.com yandex.com yandex.ru yomiuri.co.jp
        youronlinechoices.com youronlinechoices.eu youtu.be youtube-nocookie.com youtube.com zapier.com
        zdnet.com zeit.de zhihu.com zingnews.vn zoom.us""",
    "shorteners": """
        0rz.tw a.co acortar.link adf.ly aka.ms amzn.asia amzn.eu amzn.to apple.co bbc.in bc.vc bit.ly
        bityl.co bl.ink buff.ly clck.ru clk.sh cnn.it cutt.ly dlvr.it dwz.cn ebay.us encurtador.com.br
        etsy.me exe.io fb.me flic.kr g.co git.io goo.gl goo.su gplinks.in han.gl ift.tt is.gd kutt.it lihi.cc
        lihi1.com linktw.in linkvertise.com lnkd.in me2.do msft.it n9.cl nyti.ms onl.la onl.sc ouo.io
        ouo.press ow.ly pse.is qr.ae qr.codes rb.gy rebrand.ly redd.it reurl.cc reut.rs
        s.click.aliexpress.com s.id shope.ee short.gy shorte.st shorturl.at shrinkme.io snip.ly soo.gd
        spoti.fi suo.im surl.li t.cn t.ly tiny.cc tinyurl.com tny.im trib.al u.to url.kr urlr.me urlz.fr v.gd
        vk.cc vu.fr wapo.st wp.me x.gd youtu.be za.gl""",
    "redirectors": """
        adj.st anon.to anonym.to anonymz.com app.link away.vk.com bing.com/ck/a bing.com/news/apiclick
        books2read.com c.pc.qq.com cc.loginfra.com click.linksynergy.com click.mailchimp.com
        clicktime.symantec.com cr.naver.com ct.sendgrid.net deref-gmx.net deref-mail.com deref-web.de
        dereferer.me dereferer.org disq.us duckduckgo.com/l e.customeriomail.com
        eur01.safelinks.protection.outlook.com exit.sc facebook.com/l ffm.to found.ee geni.us getbook.at
        go.link go.redirectingat.com go.skimresources.com google.ca/url google.co.id/url google.co.in/url
        google.co.jp/url google.co.th/url google.co.uk/url google.com.ar/url google.com.au/url
        google.com.br/url google.com.mx/url google.com.tr/url google.com.vn/url google.com/amp
        google.com/interstitial google.com/url google.de/url google.es/url google.fr/url google.hu/url
        google.it/url google.nl/url google.pl/url google.ru/url googleadservices.com/pagead hidereferrer.com
        href.li hypeddit.com jump.bdimg.com jump2.bdimg.com l.facebook.com l.instagram.com l.messenger.com
        l.threads.net link.csdn.net link.jianshu.com link.juejin.cn link.zhihu.com linkedin.com/redir
        linkedin.com/safety/go linkfire.com linkprotect.cudasvc.com links.e.mail.com list-manage.com/track
        lm.facebook.com lnk.bio lnk.to mandrillapp.com/track medium.com/r mybook.to
        nam.safelink.emails.azure.net nullrefer.com ok.ru/dk onelink.me orcd.co out.reddit.com
        outgoing.prod.webservices.mozgcp.net page.link prf.hn/click protect-us.mimecast.com
        r.search.yahoo.com rds.yahoo.com readerlinks.com redirect.viglink.com
        safelinks.protection.outlook.com secure-web.cisco.com slack-redir.net smarturl.it
        steamcommunity.com/linkfilter t.co t.me/iv t.umblr.com translate.goog translate.google.com
        urldefense.com urldefense.proofpoint.com viewbook.at vk.com/away weibo.cn/sinaurl ya.cc
        yandex.ru/clck youtube.com/attribution_link youtube.com/redirect""",
    "affiliate": """
        2performant.com 7eer.net a8.net accesstrade.co.id accesstrade.net accesstrade.vn actionpay.net
        actionpay.ru ad.admitad.com ad.zanox.com adbluemedia.com adcell.com adcell.de addrevenue.io
        admitad.com adrecord.com adservice.com adsterra.com adtraction.com af.moshimo.com afcyhf.com
        affilae.com affilbox.cz affiliate-b.com affiliate.ebay.com affilinet.com afiliados.lomadee.com
        afilio.com.br afl.rakuten.co.jp alitems.co alitems.com amazon-adsystem.com amzn.asia amzn.eu amzn.to
        anrdoezrs.net apmebf.com ascendpartner.com assoc-amazon.com avantlink.ca avantlink.com awempire.com
        awin.com awin1.com awltovhc.com bam-x.com bdt9.net become.com belboon.com belboon.de bizrate.com
        booking.com/affiliate braip.com buygoods.com c.lazada.com c1.travelpayouts.com cartpanda.com
        ceneo.pl/partner cfjump.com checkout-ds24.com cityads.com cityadspix.com cj.com
        ck.jp.ap.valuecommerce.com click.linksynergy.com clickadu.com clickbank.com clickbank.net
        clickdealer.com clk.omgt1.com clk.omgt3.com clk.omgt4.com clk.omgt5.com clk.tradedoubler.com
        clkuk.tradedoubler.com clnk.in commission-junction.com commissionfactory.com connexity.net
        convertiser.com coupa.ng cpagrip.com cpalead.com crakrevenue.com cuelinks.com daisycon.com
        daisycon.io dgmarketing.com digidip.net digistore24.com dognet.sk double.net dpbolvw.net ds1.nl
        dttq.net dwin2.com earnkaro.com ebay.us eduzz.com effectivecpmrate.com effiliation.com ehub.cz
        ekaro.in emjcd.com epn.ebay.com event.2performant.com everflow.io evyy.net exoclick.com f.gdeslon.ru
        fave.co felmat.net financeads.net firstpromoter.com fkrt.cc fkrt.it flexlinks.com flexlinkspro.com
        flexoffers.com ftjcfx.com gdeslon.ru geni.us geniuslink.com getrewardful.com go.hotmart.com
        go.magik.ly go.skimresources.com go2cloud.org gopjn.com grsm.io gurumedia.com h.accesstrade.net
        hasoffers.com hb.afl.rakuten.co.jp highperformanceformat.com hilltopads.net hop.clickbank.net
        hotmart.com howl.link howl.me i8dp.net igne.net impact.com impactradius-go.com impactradius.com
        indoleads.com inrdeals.com invl.io invol.co involve.asia janet.jp jdoqocy.com jf79.net jvzoo.com
        kelkoo.com kiwify.com.br kqzyfj.com kwanko.com lduhtrp.net leads.su lemonsqueezy.com/affiliates
        lenkmio.com liketk.it liketoknow.it link-ag.net link.coupang.com linkconnector.com linkprice.com
        linkshare.ne.jp linksredirect.com linksynergy.com linksynergy.walmart.com lomadee.com lt45.net
        magiclinks.com mavely.app.link maxbounty.com maxweb.com metaffiliation.com mgid.com mobidea.com
        monetizze.com.br moshimo.com narrativ.com netaffiliation.com ogads.com ojrq.net onclickalgo.com
        optimisemedia.com outbrain.com partner-ads.com partner.bol.com partnerize.com
        partnerprogramma.bol.com partners.webmasterplan.com partnerstack.com pay.clickbank.net
        paykickstart.com pepperjam.com pjatr.com pjtra.com pntra.com pntrac.com pntrs.com popads.net
        popcash.net postaffiliatepro.com presco.asia prf.hn pricerunner.com/go profitablecpmrate.com
        profitshare.ro propellerads.com px.a8.net pxf.io qksrv.net rakutenadvertising.com
        rakutenmarketing.com redirect.viglink.com redirectingat.com refersion.com rentracks.jp retailads.net
        revcontent.com rover.ebay.com rstyle.me s.click.aliexpress.com s.lazada.co.th salestube.pl
        samcart.com shareasale-analytics.com shareasale.com shareist.com shop-links.co shope.ee shopltk.com
        shopstyle.com shopstyle.it shrsl.com sjv.io skimlinks.com skimresources.com soicos.com sovrn.co
        stay22.com stylight.com superclix.de sylikes.com t.cfjump.com t.felmat.net taboola.com tapfiliate.com
        tc.tradetracker.net thrivecart.com timeone.pro tkqlhce.com tp.media tp.st tpo.mx tqlkg.com
        track.adtraction.com track.effiliation.com track.webgains.com tradedoubler.com tradetracker.com
        tradetracker.net trafficjunky.com trafficstars.com travelpayouts.com unlockcontent.net
        valuecommerce.com vcommission.com viglink.com warriorplus.com webepartners.pl webgains.com yceml.net
        zanox.com zenaff.com zeydoo.com""",
    "free_hosting": """
        000webhostapp.com 3dn.ru 42web.io 5gbfree.com about.me altervista.org ameblo.jp amplifyapp.com
        angelfire.com anvil.app appspot.com arweave.net at.ua atwebpages.com awardspace.com azureedge.net
        azurestaticapps.net azurewebsites.net b4x.com backblazeb2.com beacons.ai bearblog.dev beehiiv.com
        beepworld.de bigcartel.com bio.link bitbucket.io blob.core.windows.net blog4ever.com blogg.se
        blogger.ba blogs.com blogse.nl blogspot.com boards.net bubbleapps.io byet.host byethost.com
        calameo.com campsite.bio canalblog.com canva.site carrd.co centerblog.net cf-ipfs.com chez.com
        clickfunnels.com cloudapp.azure.com cloudapp.net cloudfunctions.net codeberg.page codesandbox.io
        company.site convertri.com coreserver.jp creatium.site csb.app ct.ws ddnsgeek.com deno.dev dev.to
        digitaloceanspaces.com docs.google.com dotera.net drive.google.com durable.co durablesites.co
        dweb.link e-monsite.com ecwid.com editorx.io eklablog.com elasticbeanstalk.com epizy.com exblog.jp
        fandom.com fc2.com fc2web.com firebaseapp.com fleek.co fly.dev forms.gle forumotion.com framer.ai
        framer.app framer.website free.nf freeforums.net freehostia.com ghost.io gitbook.io github.io
        gitlab.io glideapp.io glitch.me godaddysites.com goope.jp gr8.com gradio.live graph.org
        great-site.net groovepages.com hashnode.dev hatenablog.com hatenadiary.com herokuapp.com hf.space
        homepage-baukasten.de hostingersite.com hpage.com hs-sites.com hubspotpagebuilder.com
        infinityfreeapp.com instapage.com ipfs.dweb.link ipfs.io issuu.com jimdo.com jimdo.jp jimdofree.com
        jimdosite.com jouwweb.nl jugem.jp kesug.com leadpages.co linktr.ee linodeobjects.com livedoor.blog
        livejournal.com lnk.bio lovestoblog.com lpages.co lpmotor.ru mailchi.mp mailchimpsites.com medium.com
        mobirisesite.com mozello.com my.canva.site my1.ru mya5.ru myshopify.com mystrikingly.com
        mywebsites360.com narod.ru nekoweb.org neocities.org nethouse.ru netlify.app notion.site now.sh
        npage.de on.fleek.co ondigitalocean.app onrender.com over-blog.com overblog.com page.link page.tl
        pages.dev pbworks.com pixnet.net proboards.com pythonanywhere.com r2.dev railway.app readme.io
        render.com repl.co replit.app replit.dev rf.gd run.app s3.amazonaws.com sakura.ne.jp scribd.com
        seesaa.net simdif.com site123.me sites.google.com skyrock.com slideshare.net softr.app solo.to
        square.site squarespace.com stackblitz.io start.page storage.googleapis.com streamlit.app
        strikingly.com substack.com super.site surge.sh sway.cloud.microsoft sway.office.com swipepages.net
        systeme.io taplink.cc tb.ru telegra.ph teletype.in tilda.ws tripod.com tumblr.com typedream.app
        typepad.com ucoz.com ucoz.net ucoz.ru ukit.com ukit.me umi.ru unbouncepages.com up.railway.app
        vercel.app w3spaces.com wattpad.com web.app web.core.windows.net web.fc2.com webador.com webador.de
        webador.nl webcontainer.io webflow.io webnode.com webnode.page webs.com weebly.com weeblysite.com
        wikidot.com wixsite.com wixstudio.com wordpress.com workers.dev write.as wuaze.com x10.mx x10host.com
        xuite.net yimg.jp yolasite.com zohopublic.com zohosites.com zya.me""",
    "tunnels": """
        3322.org 3utilities.com 8866.org accesscam.org afraid.org asuscomm.com beeceptor.com bore.digital
        bore.pub bounceme.net casacam.net cfargotunnel.com changeip.com changeip.net changeip.org
        chickenkiller.com cloudns.cc cloudns.cl cloudns.nz cloudns.ph cpolar.cn cpolar.io cpolar.top
        crabdance.com ddns.net ddnss.de dedyn.io devtunnels.ms dns04.com dnsalias.com dnsalias.org dtdns.net
        duckdns.org dynamic-dns.net dyndns.com dyndns.org dynserv.org dynu.com dynu.net dynv6.net eicp.net
        expose.dev freeddns.org gicp.net giize.com gleeze.com gw.run homeip.net homelinux.com homelinux.org
        hopto.org ignorelist.com iok.la jumpingcrab.com kozow.com lhr.life lhr.rocks lhrtunnel.link loca.lt
        localhost.run localtunnel.me localxpose.io loclx.io loseyourip.com mooo.com myfritz.net
        myftp.biz myftp.org myqnapcloud.com myvnc.com mywire.org natapp.cc natappfree.cc ngrok-free.app
        ngrok-free.dev ngrok.app ngrok.dev ngrok.io nip.io no-ip.biz no-ip.com no-ip.info no-ip.org
        nsupdate.info onthewifi.com ooguy.com oray.net packetriot.io packetriot.net pagekite.me pinggy.io
        pinggy.link pinggy.online playit.gg ply.gg portmap.host portmap.io quickconnect.to redirectme.net
        remote.it remoteit.app selfhost.eu selfip.com selfip.org servebeer.com serveblog.net serveftp.com
        servegame.com servehttp.com serveo.net sharedwithexpose.com sish.top spdns.de spdns.org srv.us
        sslip.io strangled.net synology.me sytes.net tailscale.net telebit.cloud telebit.io theworkpc.com
        tplinkdns.com traefik.me trycloudflare.com ts.net tunnelmole.net tunnelto.dev tuns.sh
        twilightparadox.com uk.to us.to v6.rocks vicp.fun vicp.net webhook.site webhop.me webredirect.org
        xip.io ydns.eu zapto.org zrok.io""",
}

# Words of names and their topic, from the most frequent pieces of the piracy, gambling and scam lists. A word
# stays only if those lists support it against the honest ones (see `token_lines`).
TOKENS: Mapping[str, str] = {
    "stream": """
        0123movie 1080p 123movie 123movies 5movies 9anime 9xmovies afilmywap altadefinizione animedao
        animefenix animeflv animefreak animeheaven animekisa animepahe animesonline animesuge animeultima
        animixplay aniwatch aniwave assistirfilme baskino bflix bilutv bioskopkeren bmovies bolly4u
        bollyflix buffstream burningseries cartoonhd cb01 cineblog cinecalidad clipwatching cmovies coflix
        coolmovie couchtuner crackstream cricfree cuevana dizibox dizipal dmovies dongphim doodstream
        dpstream dramacool dramaqu dubindo duboku dunia21 dutafilm dvdrip ekino emovies eurostreaming
        filmesonline filmizle filmizlesene filmmakinesi filmpalast filmsenzalimiti filmyhit filmywap
        filmyzilla flixer flixhq flixtor fmovie fmovies footballstream footybite freemovie freemovies
        freestream frenchstream fullhdfilm fullmovie fullmovies ganool gidonline gnula gogoanime gomovie
        gomovies gostream gounlimited guardaserie hdcam hdfilmcehennemi hdfilmizle hdhub4u hdmovie hdmovies
        hdrezka hdrip hianime hindilinks idlix indoxx1 indoxxi iptv isaimini jalshamoviez jetfilm jkanime
        katmovie khatrimaza kimcartoon kinobase kinoger kinogo kinokrad kinox kissanime kissasian
        kisscartoon layarkaca lk21 lookmovie lordfilm losmovies megafilmes methstream mixdrop mkvcage
        mkvking mlbstream motphim movie2k movie4k movie4u moviehd movieonline movierulz moviesflix
        moviesfree movieshd moviesjoy moviesonline moviesverse movietv moviez mp4moviez myflixer nbastream
        nflstream nhlstream nonton nontonfilm nunuyy olevod onionplay onlinemovies openload papystreaming
        pelis pelisgratis pelispedia pelisplus phimchill phimhay phimhd phimmoi popcorntime primewire
        projectfreetv pusatfilm putlocker putlockers rapidvideo rebahin redecanais repelis rezka rojadirecta
        serienstream seriesflix sflix showbox skymovies soap2day soccerstream sockshare solarmovie
        solarmovies sportsurge stream2watch streameast streamfree streamhd streamingcommunity streamingvf
        streamkiste streamlive streamtape subindo swatchseries tamilmv tamilrocker tioanime totalsportek
        uptostream uwatchfree vegamovies verpeli verpelis vidcloud vidsrc vidstream vipleague viprow vizjer
        voirfilm voirfilms vumoo watchanime watchcartoon watchfree watchfull watchmovie watchmovies
        watchonline watchseries wcostream webrip wiflix worldfree4u xemphim xmovies yesmovie yesmovies
        ymovies yomovies zalukaj zerkalo zflix""",
    "gambling": """
        188bet 1win 1xbet 22bet 789bet 8xbet apuestas aviator azino b52club baccarat bahis bandarq bet
        bet365 betano betnacional betonline betpark bets betting betturkey betway betwinner bingo blackjack
        bonus bookie casibom casino casino88 casinos cassino cassinos cazino dafabet dominoqq fb88 fonbet
        freespin freespins fun88 gacor gambler gambling go88 gokkast gokken grandpasha hi88 j88 jackpot
        jojobet joker123 joycasino judionline kasino kasyno kaszino kazino kubet leonbet linebet livecasino
        lotteries lottery lotto luckyspin luckywin matadorbet maxwin melbet mostbet new88 nhacai nodeposit
        nohu onlinecasino parimatch pgslot pin-up pinup pkv playfortuna poker pokerdom pokerqq pokies riobet
        roulette royalbet rtplive rtpslot satta sbobet shbet slot slot777 slot88 slotdemo slotgacor
        slotonline slots soicau spielautomat spielothek sportsbook sunwin superslot taixiu teenpatti thabet
        togel totoslot tragamonedas tragaperras ufabet vavada vulkan w88 xoso""",
    "download": """
        1337x 1fichier activator aimbot apk apkhouse apkmod baixar cheats comandotorrent crack cracked
        crackpc cracks ddl descarga descargar divxtotal dontorrent elitetorrent ettv extratorrent eztv
        filecr filefactory filelist fileshare fitgirl freedownload freeebook freemp3 freepdf fullcrack
        fulldownload gamehack getintopc grantorrent hackapk idope igetintopc igg-games ilovetorrent indir
        iptorrents katcr katfile keygen kickass kickasstorrent kinozal kmsauto kmspic kmspico libgen
        limetorrent limetorrents liteapk magnetdl mejortorrent modapk moddroid mp3download mp3free mp3juice
        mp3juices mp3skull nitroflare nocensor nulled nyaa oceanofgames pdfdrive pdffree pirate piratebay
        pirateproxy proxybay rapidgator rarbg repack repacks revdl rexdl rlsbb rutor rutracker scene-rls
        serialkey skachat skytorrents steamunlocked telechargement telecharger thepiratebay torlock torrent
        torrentgalaxy torrents torrentz torrentz2 tpb tubidy turbobit unblock unblocked unblockit uploadgig
        utorrent warez y2mate yify ytmp3 yts z-lib zlibrary zooqle""",
    "pharma": """
        apteka canadianpharm cbdgummies cialis farmacia fatburn fatburner glucotrust gummies kamagra keto
        ketogummies levitra loseweight maleenhance modafinil onlinepharm ozempic painrelief pharm prodentim
        rxonline semaglutide sildenafil steroid steroids tadalafil tramadol viagra weightloss xanax""",
    "crypto": """
        airdrop airdrops autotrade binomo bitcode bitcodeprime bitcoin bitcoins bitprofit blockchain
        btcminer crypto cryptobot dogecoin earnmoney earnonline easymoney ethereum fastcash forex iqoption
        kredit ledgerlive makemoney olymptrade pancakeswap payday pinjaman profitbot quantum-ai quantumai
        quotex tesla-giveaway tradingbot trustwallet uniswap usdt walletconnect x2crypto zaim""",
    "prize": """
        claimnow coinmasterspin freegift freegiftcard freegiftcards freeiphone freerobux freespinlink
        freevbucks giveaway giveaways iphonewin konkurs prize prizes promocode robux saldodana spinwheel
        sweepstake sweepstakes vbucks""",
}


# Each lexicon: what it is, the folders it comes from, how it was made.
HEADS: Mapping[str, tuple[str, str, str]] = {
    "official": (
        "services that legally stream, sell, rent, publish, review or ticket",
        "own v2fly_domains",
        "own list and the named services, without tracker, advertising and CDN names",
    ),
    "platforms": (
        "social, code, reference, news and infrastructure hosts of honest pages; ask free_hosting first",
        "own v2fly_domains",
        "own list and the named platforms",
    ),
    "shorteners": (
        "URL shorteners: destination unknown, which is no evidence by itself",
        "own spamassassin_uri misp_warninglists splorp_wp shadowwhisperer rspamd_maps",
        "own list, those of SpamAssassin and MISP, and names that two of the others share",
    ),
    "redirectors": (
        "hosts, and some host/path, that forward a visitor to another address",
        "own rspamd_maps",
        "own list and rspamd's map without shorteners and known services",
    ),
    "affiliate": ("affiliate and advertising networks", "own", "own list"),
    "free_hosting": (
        "hosts where anyone may publish pages, blogs, shops or forms",
        "own maltrail shadowwhisperer",
        "union, without known services",
    ),
    "tunnels": (
        "tunnels to private machines and dynamic DNS",
        "own maltrail shadowwhisperer misp_warninglists",
        "own list, and names of ShadowWhisperer that another list confirms",
    ),
    "stream_hosts": (
        "unlicensed streaming, torrents, warez, file hosts and their proxies, as of 2023",
        "nextdns_piracy",
        "union of its lists, without official and general services",
    ),
    "scam_hosts": (
        "referrer spam, scam shops, fake claims and classifieds",
        "matomo_referrer_spam durablenapkin_scam",
        "union, without the prefixes www. and store., without known and general services",
    ),
    "suffixes": (
        "public suffixes and the log-odds that their hosts are in abuse lists, not in honest ones",
        "psl nextdns_piracy shadowwhisperer matomo_referrer_spam durablenapkin_scam rspamd_maps majestic v2fly_domains",
        "registrable domains count once, lists weigh the same, rare and national suffixes shrink to 0",
    ),
    "host_tokens": (
        "words of host names and their topic; of five letters or more found anywhere, else as a part",
        "own nextdns_piracy shadowwhisperer matomo_referrer_spam durablenapkin_scam rspamd_maps majestic v2fly_domains",
        "own words that honest names seldom hold; parts end at dots, hyphens and digits",
    ),
}


class ListError(Exception):
    """The archive cannot be used; the message says why."""


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("archive", type=Path, help="archive of lists, one folder a repository")
    parser.add_argument("--out", type=Path, default=LEXICONS, help="folder to write (else the package's lexicons)")
    options = parser.parse_args(arguments)
    try:
        lexicons = build(read(options.archive))
    except ListError as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    options.out.mkdir(parents=True, exist_ok=True)
    for name, text in lexicons.items():
        (options.out / f"{name}.txt").write_text(text, encoding="utf-8", newline="\n")
        print(f"{name}: {text.count(chr(10))} lines, {len(text)} bytes")
    return 0


def read(archive: Path) -> Files:
    """Text of every file of the archive under its path, without a leading `./`."""
    try:
        with tarfile.open(archive) as tar:
            members = [member for member in tar.getmembers() if member.isfile()]
            contents = ((member.name, tar.extractfile(member)) for member in members)
            return {
                name.removeprefix("./"): file.read().decode("utf-8", "replace")
                for name, file in contents
                if file is not None
            }
    except (OSError, tarfile.TarError) as error:
        raise ListError(f"{archive} is not a readable tar archive ({error}).") from error


def build(files: Files) -> dict[str, str]:
    """All host lexicons, name to text."""
    psl = text_of(files, "psl", "public_suffix_list.dat")
    rules, icann = suffix_rules(psl), suffix_rules(psl.partition("===END ICANN")[0])
    found = host_lists(files, icann)
    gambling = clean(plain(files, "shadowwhisperer", "RAW__Gambling"), icann)
    bad_lists = [
        found["stream_hosts"],
        gambling,
        clean(plain(files, "matomo_referrer_spam", "spammers.txt"), icann),
        clean(kit_hosts(files), icann),
    ]
    honest_lists = [
        clean(misp(files, "majestic_million"), icann) - found["stream_hosts"] - found["scam_hosts"] - gambling,
        clean(plain(files, "rspamd_maps", "conf__maps.d__surbl-whitelist.inc"), icann),
        found["official"],
    ]
    free_tlds = [tld.strip(".") for tld in plain(files, "rspamd_maps", "conf__maps.d__suspicious_tlds.inc")]
    lines = {name: sorted(entries) for name, entries in found.items()}
    lines["suffixes"] = suffix_lines(bad_lists, honest_lists, rules, free_tlds)
    lines["host_tokens"] = token_lines(bad_lists, honest_lists, rules)
    return {name: head(files, name) + "".join(f"{line}\n" for line in lines[name]) for name in HEADS}


def host_lists(files: Files, icann: Hosts) -> dict[str, Hosts]:
    own = {name: clean(text.split(), icann) for name, text in OWN.items()}
    check_own(own)
    pirates = clean(piracy(files), icann)
    not_official = pirates | set(NOT_OFFICIAL.split())
    official = own["official"] | (clean(v2fly(files, OFFICIAL_FILES, OFFICIAL_BRANDS), icann) - not_official)
    platforms = own["platforms"] | (clean(v2fly(files, PLATFORM_FILES, PLATFORM_BRANDS), icann) - not_official)
    known = official | platforms
    redirecting = clean(plain(files, "rspamd_maps", "conf__maps.d__redirectors.inc"), icann)
    shorteners = own["shorteners"] | (clean(shortener_names(files), icann) - known)
    free = own["free_hosting"] | (clean(free_hosts(files), icann) - known - set(NOT_FREE_HOSTING.split()))
    tunnels = own["tunnels"] | (clean(dynamic_names(files), icann) - known - free)
    stream = pirates - own["official"] - own["platforms"] - free - set(NOT_STREAM.split())
    return {
        "official": official,
        "platforms": platforms,
        "shorteners": shorteners,
        "redirectors": own["redirectors"] | (redirecting - known - shorteners),
        "affiliate": own["affiliate"],
        "free_hosting": free,
        "tunnels": tunnels,
        "stream_hosts": stream,
        "scam_hosts": clean(scams(files), icann) - known - free - tunnels - shorteners - stream - own["affiliate"],
    }


# Reading the lists


def text_of(files: Files, folder: str, name: str) -> str:
    try:
        return files[f"{folder}/{name}"]
    except KeyError:
        raise ListError(f"the archive has no {folder}/{name}.") from None


def plain(files: Files, folder: str, name: str) -> list[str]:
    """First word of each line that is no comment."""
    lines = (line.split() for line in text_of(files, folder, name).splitlines())
    return [words[0] for words in lines if words and not words[0].startswith(("#", "//"))]


def misp(files: Files, name: str) -> list[str]:
    try:
        entries = json.loads(text_of(files, "misp_warninglists", f"lists__{name}__list.json"))["list"]
        return [str(entry).removeprefix(".") for entry in entries]
    except (ValueError, KeyError, TypeError) as error:
        raise ListError(f"the MISP list {name} is not the JSON expected ({error}).") from error


def v2fly(files: Files, names: str, brands: str) -> list[str]:
    """Domains of these files, of brand files `brand.*` alone; no exact, pattern and advertising lines."""
    found = [
        line.removeprefix("domain:")
        for name in sorted({*names.split(), *brands.split()})
        for line in v2fly_lines(text_of(files, "v2fly_domains", f"data__{name}"))
        if name not in brands.split() or line.removeprefix("domain:").startswith(f"{name}.")
    ]
    return [host for host in found if not NOISE.search(host)]


def v2fly_lines(text: str) -> list[str]:
    lines = (line.partition("#")[0].split() for line in text.splitlines())
    kept = [words[0] for words in lines if words and "@ads" not in words]
    return [line for line in kept if not line.startswith(("include:", "full:", "regexp:", "keyword:"))]


def piracy(files: Files) -> list[str]:
    return [host for name in PIRACY_FILES.split() for host in plain(files, "nextdns_piracy", name)]


def shortener_names(files: Files) -> list[str]:
    """Shorteners of the careful lists, and those that two of the careless ones share."""
    rules = text_of(files, "spamassassin_uri", "rules__25_url_shortener.cf")
    lines: list[str] = re.findall(r"^url_shortener(?:_get)? (.+)", rules, re.M)
    careful = [name for line in lines for name in line.split()]
    careless = (
        {entry.strip("/") for entry in plain(files, "splorp_wp", "reference__shorteners.txt")},
        set(plain(files, "shadowwhisperer", "RAW__UrlShortener")),
        set(plain(files, "rspamd_maps", "conf__maps.d__redirectors.inc")),
    )
    return careful + misp(files, "url-shortener") + shared(careless)


def dynamic_names(files: Files) -> list[str]:
    """Dynamic DNS names that one list confirms of another: each alone also holds private domains."""
    maltrail = plain(files, "maltrail", "trails__static__suspicious__dynamic_domain.txt")
    confirmed = {*maltrail, *misp(files, "dynamic-dns")}
    return shared((confirmed, set(plain(files, "shadowwhisperer", "RAW__Dynamic"))))


def free_hosts(files: Files) -> list[str]:
    free = plain(files, "shadowwhisperer", "RAW__Free")
    return plain(files, "maltrail", "trails__static__suspicious__free_web_hosting.txt") + free


def kit_hosts(files: Files) -> list[str]:
    """Hosts of the scam list, of which one kit fills most rows: without the www. and store. of each."""
    lines = text_of(files, "durablenapkin_scam", "hosts.txt").splitlines()
    hosts = [line.split()[1] for line in lines if line.startswith("0.0.0.0 ")]
    return [re.sub(r"^(?:www|store)\.", "", host) for host in hosts]


def scams(files: Files) -> list[str]:
    return plain(files, "matomo_referrer_spam", "spammers.txt") + kit_hosts(files)


def shared(lists: Collection[set[str]]) -> list[str]:
    counts = Counter(entry for names in lists for entry in names)
    return [entry for entry, count in counts.items() if count > 1]


# Cleaning


def normal(entry: str) -> str:
    """Lower-case ASCII host, with its path if it has one, or nothing if the entry is junk."""
    host, slash, path = entry.strip().lower().strip(".").partition("/")
    try:
        host = host if host.isascii() else host.encode("idna").decode("ascii")
    except UnicodeError:
        return ""
    if not HOST.fullmatch(host) or len(host) > 253 or (path and not PATH.fullmatch(slash + path)):
        return ""
    return host + (f"/{path}" if path else "")


def clean(entries: Iterable[str], icann: Hosts) -> Hosts:
    """Hosts among the entries, below a known suffix: a bare co.uk would stand for every host below it."""
    return frozenset(entry for entry in map(normal, entries) if entry and below_suffix(entry, icann))


def below_suffix(entry: str, icann: Hosts) -> bool:
    host = entry.partition("/")[0]
    top = host.rpartition(".")[2]
    return public_suffix(host, icann) != host and (top in icann or f"*.{top}" in icann)


def check_own(own: Mapping[str, Hosts]) -> None:
    """Each word of our own lists must be a host: a slip of the pen is an error, not a line less."""
    for name, text in OWN.items():
        lost = sorted(set(text.split()) - own[name])
        if lost:
            raise ListError(f"our own list {name} holds what is no host: {', '.join(lost[:5])}.")


def suffix_rules(text: str) -> Hosts:
    lines = (line.strip() for line in text.splitlines())
    rules = (line for line in lines if line and not line.startswith("//"))
    return frozenset(rule if rule.isascii() else rule.encode("idna").decode() for rule in rules)


def public_suffix(host: str, rules: Hosts) -> str:
    """Longest matching rule of the public suffix list: `co.uk` of `a.b.co.uk`."""
    labels = host.split(".")
    for start in range(len(labels)):
        tail = ".".join(labels[start:])
        above = ".".join(labels[start + 1 :])
        if f"!{tail}" in rules:
            return above
        if tail in rules or f"*.{above}" in rules:
            return tail
    return labels[-1]


def registrable(host: str, rules: Hosts) -> str:
    suffix = public_suffix(host, rules)
    name = host.removesuffix(suffix).rstrip(".").rpartition(".")[2]
    return f"{name}.{suffix}" if name else suffix


# Weights and words


def suffix_lines(abuse: list[Hosts], honest: list[Hosts], rules: Hosts, free_tlds: list[str]) -> list[str]:
    """`suffix<TAB>weight` of the 400 suffixes that say most."""
    bad, good = shares(abuse, rules), shares(honest, rules)
    for suffix in free_tlds:
        bad[suffix] += 0.004
    weights = {suffix: round(weight(suffix, bad[suffix], good[suffix]), 2) for suffix in {*bad, *good}}
    telling = sorted((-abs(weights[suffix]), suffix) for suffix in weights if abs(weights[suffix]) >= 0.15)
    return sorted(f"{suffix}\t{weights[suffix]}" for _, suffix in telling[:400])


def weight(suffix: str, bad: float, good: float, prior: float = 0.002) -> float:
    """Smoothed log-odds of two shares: a share far below the prior moves nothing.

    National suffixes say first of all where the makers of a list live: they never count against a host.
    """
    odds = max(-3.0, min(3.0, math.log((bad + prior) / (good + prior))))
    top = suffix.rpartition(".")[2]
    national = len(top) == 2 and top not in SOLD_WORLDWIDE.split()
    return max(-1.0, min(0.0, odds)) if national and suffix.count(".") < 2 else odds


def shares(lists: list[Hosts], rules: Hosts) -> defaultdict[str, float]:
    """Share of each suffix, every list weighing the same."""
    total: defaultdict[str, float] = defaultdict(float)
    for hosts in lists:
        domains = {registrable(host.partition("/")[0], rules) for host in hosts}
        for domain in domains:
            total[public_suffix(domain, rules)] += 1 / len(domains) / len(lists)
    return total


def token_lines(abuse: list[Hosts], honest: list[Hosts], rules: Hosts) -> list[str]:
    """`token<TAB>topic` of the words that no honest list uses nearly as often as the abuse lists."""
    words = {word: topic for topic, text in TOKENS.items() for word in text.split() if normal(f"{word}.com")}
    bad, good = (names(lists, rules) for lists in (abuse, honest))
    kept = {word: topic for word, topic in words.items() if supported(matcher(word), bad, good)}
    return sorted(f"{word}\t{topic}" for word, topic in kept.items() if not covered(word, topic, kept))


def covered(word: str, topic: str, words: Mapping[str, str]) -> bool:
    """Does a shorter word of the same topic already find every name that this one finds?"""
    return any(other in word and words[other] == topic for other in words if 5 <= len(other) < len(word))


def names(lists: list[Hosts], rules: Hosts) -> frozenset[str]:
    return frozenset(registrable(host, rules).partition(".")[0] for hosts in lists for host in hosts)


def matcher(word: str) -> Callable[[str], bool]:
    if len(word) >= 5:
        return lambda name: word in name
    return lambda name: word in re.split(r"[-_\d]+", name) or word == name


def supported(matches: Callable[[str], bool], bad: Collection[str], good: Collection[str]) -> bool:
    """Do next to no honest names hold the word, or is its share three times higher among the bad?"""
    honest = sum(map(matches, good))
    return honest <= 2 or sum(map(matches, bad)) / len(bad) > 3 * honest / len(good)


# Heads


def head(files: Files, name: str) -> str:
    what, folders, made = HEADS[name]
    origins = "".join(f"# origin: {origin(files, folder)}\n" for folder in folders.split())
    return f"# {name}: {what}\n{origins}# made: by datasets/build_lexicons.py: {made}\n"


def origin(files: Files, folder: str) -> str:
    if folder == "own":
        return OWN_ORIGIN
    if folder == "majestic":
        return f"{origin(files, 'misp_warninglists')}; there the Majestic Million, licence: CC BY 3.0"
    try:
        source = json.loads(text_of(files, folder, "SOURCE.json"))
        licence = str(source["licence"]).partition(";")[0]
        return f"{source['repo']} at {source['commit']}, licence: {licence}"
    except (ValueError, KeyError, TypeError) as error:
        raise ListError(f"{folder}/SOURCE.json names no repository, commit and licence ({error}).") from error


if __name__ == "__main__":
    sys.exit(main())
