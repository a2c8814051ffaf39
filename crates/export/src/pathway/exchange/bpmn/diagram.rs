//! The diagram of a model: shapes with their bounds and ways with their corners.

use std::collections::BTreeMap;

use super::layout::{Area, COLUMN, Course, LEFT, Layout, columns, corners, layout};
use super::xml::Xml;
use super::{Kind, Model, Way, way_id};

/// The size of an annotation.
const NOTE: (usize, usize) = (150, 60);

impl Model<'_> {
    /// Where all stand, below the annotations.
    pub(super) fn laid_out(&self) -> Layout {
        let ways: Vec<_> = self.ways.iter().map(|way| (way.from, way.to)).collect();
        let drawn: Vec<_> = self.nodes.iter().map(|(_, drawn)| drawn).collect();
        let mut stacks: BTreeMap<usize, usize> = BTreeMap::new();
        let columns = columns(drawn.len(), &ways);
        for (node, _) in self.annotations() {
            *stacks.entry(columns[node]).or_default() += 1;
        }
        let most = stacks.values().max().copied().unwrap_or(0);
        layout(&drawn, &ways, self.lanes.len(), 40 + most * (NOTE.1 + 10))
    }

    pub(super) fn diagram(&self, xml: &mut Xml) {
        let laid = self.laid_out();
        xml.open("bpmndi:BPMNDiagram", &[("id", Some("diagram"))]);
        let plane = [("id", Some("plane")), ("bpmnElement", Some("collaboration"))];
        xml.open("bpmndi:BPMNPlane", &plane);
        shape(xml, "pool", laid.pool, &[("isHorizontal", Some("true"))]);
        for (lane, area) in laid.lanes.iter().enumerate().take(self.lanes.len()) {
            shape(xml, &format!("lane.{lane}"), *area, &[("isHorizontal", Some("true"))]);
        }
        for ((kind, drawn), area) in self.nodes.iter().zip(&laid.nodes) {
            let is_gateway = matches!(kind, Kind::Parting(_) | Kind::Decision(_));
            let marker = is_gateway.then_some("true");
            shape(xml, &drawn.id, *area, &[("isMarkerVisible", marker)]);
        }
        let notes = self.notes(&laid);
        for (at, area) in notes.iter().enumerate() {
            shape(xml, &format!("annotation.{at}"), *area, &[]);
        }
        for (at, way) in self.ways.iter().enumerate() {
            let same = |other: &&Way<'_>| (other.from, other.to) == (way.from, way.to);
            let twins = self.ways[..at].iter().filter(same).count();
            let course = match (laid.columns[way.from], laid.columns[way.to]) {
                (from, to) if from >= to => Course::Back(at),
                (from, to) if from + 1 == to && twins == 0 => Course::On,
                _ => Course::Under(twins + at),
            };
            let corners = corners(laid.nodes[way.from], laid.nodes[way.to], course);
            edge(xml, &way_id(at), &corners);
        }
        for (at, ((node, _), note)) in self.annotations().iter().zip(&notes).enumerate() {
            let area = laid.nodes[*node];
            let ends = [(area.x + area.width / 2, area.y), (note.x, note.y + note.height / 2)];
            edge(xml, &format!("association.{at}"), &ends);
        }
        xml.close();
        xml.close();
    }

    /// Where annotations stand: above the pool, over their steps.
    fn notes(&self, laid: &Layout) -> Vec<Area> {
        let (width, height) = NOTE;
        let bottom = laid.pool.y;
        let mut taken: BTreeMap<usize, usize> = BTreeMap::new();
        let place = |(node, _): &(usize, String)| {
            let column = laid.columns[*node];
            let stack = taken.entry(column).or_insert(0);
            *stack += 1;
            let x = LEFT + column * COLUMN;
            let y = bottom.saturating_sub(*stack * (height + 10));
            Area { x, y, width, height }
        };
        self.annotations().iter().map(place).collect()
    }
}

fn shape(xml: &mut Xml, element: &str, area: Area, more: &[(&str, Option<&str>)]) {
    let id = format!("shape.{element}");
    let mut attributes = vec![("id", Some(id.as_str())), ("bpmnElement", Some(element))];
    attributes.extend_from_slice(more);
    xml.open("bpmndi:BPMNShape", &attributes);
    let [x, y, width, height] = [area.x, area.y, area.width, area.height].map(|n| n.to_string());
    xml.empty(
        "dc:Bounds",
        &[("x", Some(&x)), ("y", Some(&y)), ("width", Some(&width)), ("height", Some(&height))],
    );
    xml.close();
}

fn edge(xml: &mut Xml, element: &str, corners: &[(usize, usize)]) {
    let id = format!("edge.{element}");
    xml.open("bpmndi:BPMNEdge", &[("id", Some(&id)), ("bpmnElement", Some(element))]);
    for (x, y) in corners {
        let [x, y] = [x, y].map(ToString::to_string);
        xml.empty("di:waypoint", &[("x", Some(&x)), ("y", Some(&y))]);
    }
    xml.close();
}
