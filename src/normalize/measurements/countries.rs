//! Countries as rows name them in, one spelling out: files of measurements say `BR` where lists of schools say `BRA`.

use super::super::words::{folded, trimmed};

/// The codes of two and of three letters (ISO 3166-1), as `AFAFG`.
const CODES: &str = "\
ADAND AEARE AFAFG AGATG AIAIA ALALB AMARM AOAGO AQATA ARARG ASASM ATAUT AUAUS AWABW AXALA AZAZE BABIH BBBRB BDBGD \
BEBEL BFBFA BGBGR BHBHR BIBDI BJBEN BLBLM BMBMU BNBRN BOBOL BQBES BRBRA BSBHS BTBTN BVBVT BWBWA BYBLR BZBLZ CACAN \
CCCCK CDCOD CFCAF CGCOG CHCHE CICIV CKCOK CLCHL CMCMR CNCHN COCOL CRCRI CUCUB CVCPV CWCUW CXCXR CYCYP CZCZE DEDEU \
DJDJI DKDNK DMDMA DODOM DZDZA ECECU EEEST EGEGY EHESH ERERI ESESP ETETH FIFIN FJFJI FKFLK FMFSM FOFRO FRFRA GAGAB \
GBGBR GDGRD GEGEO GFGUF GGGGY GHGHA GIGIB GLGRL GMGMB GNGIN GPGLP GQGNQ GRGRC GSSGS GTGTM GUGUM GWGNB GYGUY HKHKG \
HMHMD HNHND HRHRV HTHTI HUHUN IDIDN IEIRL ILISR IMIMN ININD IOIOT IQIRQ IRIRN ISISL ITITA JEJEY JMJAM JOJOR JPJPN \
KEKEN KGKGZ KHKHM KIKIR KMCOM KNKNA KPPRK KRKOR KWKWT KYCYM KZKAZ LALAO LBLBN LCLCA LILIE LKLKA LRLBR LSLSO LTLTU \
LULUX LVLVA LYLBY MAMAR MCMCO MDMDA MEMNE MFMAF MGMDG MHMHL MKMKD MLMLI MMMMR MNMNG MOMAC MPMNP MQMTQ MRMRT MSMSR \
MTMLT MUMUS MVMDV MWMWI MXMEX MYMYS MZMOZ NANAM NCNCL NENER NFNFK NGNGA NINIC NLNLD NONOR NPNPL NRNRU NUNIU NZNZL \
OMOMN PAPAN PEPER PFPYF PGPNG PHPHL PKPAK PLPOL PMSPM PNPCN PRPRI PSPSE PTPRT PWPLW PYPRY QAQAT REREU ROROU RSSRB \
RURUS RWRWA SASAU SBSLB SCSYC SDSDN SESWE SGSGP SHSHN SISVN SJSJM SKSVK SLSLE SMSMR SNSEN SOSOM SRSUR SSSSD STSTP \
SVSLV SXSXM SYSYR SZSWZ TCTCA TDTCD TFATF TGTGO THTHA TJTJK TKTKL TLTLS TMTKM TNTUN TOTON TRTUR TTTTO TVTUV TWTWN \
TZTZA UAUKR UGUGA UMUMI USUSA UYURY UZUZB VAVAT VCVCT VEVEN VGVGB VIVIR VNVNM VUVUT WFWLF WSWSM YEYEM YTMYT ZAZAF \
ZMZMB ZWZWE";

/// The country of a field: the code of three letters where the field is a code, else its words without case and
/// accents.
pub(super) fn country(field: &str) -> String {
    let field = trimmed(field);
    let is_code = field.bytes().all(|byte| byte.is_ascii_alphabetic());
    match field.len() {
        2 if is_code => of_two(&field.to_ascii_uppercase()),
        3 if is_code => field.to_ascii_uppercase(),
        _ => folded(field),
    }
}

/// The code of three letters to one of two, which stays as it is where it is not known.
fn of_two(code: &str) -> String {
    let pair = CODES.split(' ').find(|pair| pair.starts_with(code));
    pair.map_or(code, |pair| &pair[2..]).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_and_three_letters_are_one_country() {
        for (field, expected) in [
            ("BR", "BRA"),
            (" br ", "BRA"),
            ("bra", "BRA"),
            ("AA", "AA"),
            ("SW", "SW"),
            ("Côte d'Ivoire", "cote_d_ivoire"),
            ("", ""),
        ] {
            assert_eq!(country(field), expected, "{field}");
        }
    }

    #[test]
    fn every_code_stands_once() {
        let pairs: Vec<&str> = CODES.split(' ').collect();
        let mut three: Vec<&str> = pairs.iter().map(|pair| &pair[2..]).collect();
        three.sort_unstable();
        three.dedup();
        assert!(pairs.is_sorted() && pairs.iter().all(|pair| pair.len() == 5));
        assert_eq!((pairs.len(), three.len()), (249, 249));
    }
}
