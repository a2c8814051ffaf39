//! Dimensions of the publication that are known by name: what they are in
//! words, and whether their measures stand in an order.

use firstyear_core::Direction;

/// What is known of a dimension.
#[derive(Clone, Copy, Debug)]
pub(super) struct Known {
    /// Its name without capitals and signs.
    pub(super) key: &'static str,
    /// The name that ids bear.
    pub(super) id: &'static str,
    pub(super) name: &'static str,
    /// How its measures stand in order; `None` where they do not.
    pub(super) order: Option<Direction>,
    /// Whether one woman can be counted under several measures.
    pub(super) overlaps: bool,
}

const fn known(
    key: &'static str,
    id: &'static str,
    name: &'static str,
    order: Option<Direction>,
) -> Known {
    Known { key, id, name, order, overlaps: false }
}

const SIZE: Option<Direction> = Some(Direction::Magnitude);
const DEPRIVATION: Option<Direction> = Some(Direction::MostDisadvantagedFirst);

/// The dimension of a name, whatever its capitals.
pub(super) fn find(name: &str) -> Option<&'static Known> {
    let key: String = name.chars().filter(char::is_ascii_alphanumeric).collect();
    KNOWN.iter().find(|known| known.key.eq_ignore_ascii_case(&key))
}

const KNOWN: &[Known] = &[
    known(
        "ageatbookingmotheravg",
        "age-at-booking-average",
        "Mother's age at booking, average",
        None,
    ),
    known("ageatbookingmothergroup", "age-at-booking", "Mother's age at booking", SIZE),
    known("apgarscore5termgroup7", "apgar-score", "Apgar score at 5 minutes, term babies", SIZE),
    known("babyfirstfeedbreastmilkstatus", "first-feed", "Baby's first feed", None),
    known("birthweighttermgroup", "birthweight-term", "Birthweight of term babies", SIZE),
    known(
        "birthweighttermgroup2500",
        "birthweight-term-2500",
        "Birthweight of term babies, under 2,500 g or not",
        SIZE,
    ),
    known(
        "ccpantenatal",
        "continuity-of-carer-antenatal",
        "Continuity of carer pathway, antenatal",
        None,
    ),
    known("ccpanypathways", "continuity-of-carer-any", "Continuity of carer pathway, any", None),
    known("ccpbirth", "continuity-of-carer-birth", "Continuity of carer pathway, birth", None),
    known(
        "ccppostpartum",
        "continuity-of-carer-postpartum",
        "Continuity of carer pathway, postpartum",
        None,
    ),
    known(
        "coconcentrationdelivery",
        "carbon-monoxide-at-delivery",
        "Carbon monoxide reading at delivery",
        None,
    ),
    known("complexsocialfactorsind", "complex-social-factors", "Complex social factors", None),
    known("deliverymethodbabygroup", "delivery-method", "Method of delivery", None),
    known("methodofdelivery", "delivery-method", "Method of delivery", None),
    known(
        "deprivationdecileatbooking",
        "deprivation-decile",
        "Deprivation at booking, tenths of small areas",
        DEPRIVATION,
    ),
    known("ethniccategorymothergroup", "ethnic-group-mother", "Mother's ethnic group", None),
    known("folicacidsupplement", "folic-acid", "Folic acid supplement", None),
    known(
        "folicacidstatusgroupbooking",
        "folic-acid-at-booking",
        "Folic acid status at booking",
        None,
    ),
    Known {
        key: "genitaltracttraumaticlesion",
        id: "genital-tract-trauma",
        name: "Genital tract trauma, by kind",
        order: None,
        overlaps: true,
    },
    known(
        "genitaltracttraumaticlesiongroup",
        "genital-tract-trauma-any",
        "Genital tract trauma, any",
        None,
    ),
    known(
        "gestageformalantenatalbookinggroup",
        "gestation-at-booking",
        "Gestation at formal antenatal booking",
        SIZE,
    ),
    known(
        "gestationatbooking",
        "gestation-at-booking-weeks",
        "Gestation at booking in weeks",
        SIZE,
    ),
    known("gestationatdelivery", "gestation-at-delivery", "Gestation at delivery in weeks", SIZE),
    known("gestationlengthbirth", "gestation-at-birth", "Gestation at birth", SIZE),
    known(
        "gestationlengthbirthgroup37",
        "gestation-at-birth-37",
        "Gestation at birth, under 37 weeks or not",
        SIZE,
    ),
    known("onsetoflabour", "onset-of-labour", "Onset of labour", None),
    known(
        "pcpantenatal",
        "personalised-care-plan-antenatal",
        "Personalised care plan, antenatal",
        None,
    ),
    known("pcpanypathways", "personalised-care-plan-any", "Personalised care plan, any", None),
    known("pcpbirth", "personalised-care-plan-birth", "Personalised care plan, birth", None),
    known(
        "pcppostpartum",
        "personalised-care-plan-postpartum",
        "Personalised care plan, postpartum",
        None,
    ),
    known("placetypeactualdeliverymidwifery", "place-of-delivery", "Place of delivery", None),
    known("previouscaesareansectionsgroup", "previous-caesareans", "Previous caesareans", None),
    known("previouslivebirthsgroup", "previous-live-births", "Previous live births", SIZE),
    known(
        "skintoskincontact1hourterm",
        "skin-to-skin-contact",
        "Skin-to-skin contact within 1 hour, term babies",
        None,
    ),
    known("smokingatbooking", "smoking-status-at-booking", "Smoking status at booking", None),
    known(
        "smokingstatusgroupbooking",
        "smoking-status-at-booking",
        "Smoking status at booking",
        None,
    ),
    known("totalbabies", "babies", "Babies", None),
    known("totalbookings", "bookings", "Women booked", None),
    known("totaldeliveries", "deliveries", "Deliveries", None),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dimension_is_one_whatever_its_capitals() {
        assert_eq!(
            find("SMOKINGATBOOKING").map(|known| known.id),
            Some("smoking-status-at-booking")
        );
        assert_eq!(find("TOTAL BABIES").map(|known| known.id), Some("babies"));
        assert_eq!(find("CCP_Birth").map(|known| known.id), Some("continuity-of-carer-birth"));
        assert!(find("Other").is_none());
    }
}
